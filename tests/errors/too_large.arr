# expect: MemoryError: Unable to allocate 6.94 EiB for an array with shape (1000000000, 1000000000) and data type float64
import numpy as np
np.zeros((10**9, 10**9))
