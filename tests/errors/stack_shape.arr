# expect: ValueError: all input arrays must have the same shape
import numpy as np
a = np.arange(6).reshape(2, 3)
np.stack([a, [1]])
