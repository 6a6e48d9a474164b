# expect: IndexError: list index out of range
import numpy as np
[1, 2][5]
