# expect: TypeError: NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has 2 dimensions
import numpy as np
v = np.arange(5)
v[v > 2] = [[1, 2]]
