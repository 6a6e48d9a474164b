# expect: OverflowError: Python integer 200 out of bounds for int8
import numpy as np
np.array([1], np.int8) + 200
