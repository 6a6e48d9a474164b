# expect: IndexError: range object index out of range
import numpy as np
range(3)[5]
