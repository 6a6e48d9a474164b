# expect: TypeError: 'numpy.float64' object does not support item assignment
import numpy as np
x = np.float64(1)
x[0] = 1
