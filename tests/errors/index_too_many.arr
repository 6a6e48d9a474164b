# expect: IndexError: too many indices for array: array is 2-dimensional, but 3 were indexed
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[0, 0, 0]
