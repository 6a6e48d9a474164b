# expect: TypeError: 'tuple' object cannot be interpreted as an integer
import numpy as np
a = np.arange(6).reshape(2, 3)
np.cumsum(a, axis=(0, 1))
