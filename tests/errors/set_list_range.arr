# expect: IndexError: list assignment index out of range
import numpy as np
x = [1]
x[3] = 1
