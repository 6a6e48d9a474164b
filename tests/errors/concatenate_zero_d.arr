# expect: ValueError: zero-dimensional arrays cannot be concatenated
import numpy as np
a = np.arange(6).reshape(2, 3)
np.concatenate([1, 2])
