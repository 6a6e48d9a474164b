# expect: ValueError: all the input arrays must have same number of dimensions, but the array at index 0 has 2 dimension(s) and the array at index 1 has 1 dimension(s)
import numpy as np
a = np.arange(6).reshape(2, 3)
np.concatenate([a, [1, 2]])
