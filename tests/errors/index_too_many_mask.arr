# expect: IndexError: too many indices for array: array is 2-dimensional, but 3 were indexed
import numpy as np
a = np.arange(12).reshape(3, 4)
a[a > 1, 0]
