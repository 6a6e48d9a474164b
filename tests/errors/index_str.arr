# expect: IndexError: string index out of range
import numpy as np
'ab'[5]
