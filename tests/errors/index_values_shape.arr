# expect: ValueError: shape mismatch: value array of shape (3,) could not be broadcast to indexing result of shape (2,)
import numpy as np
v = np.arange(5)
v[[0, 1]] = [1, 2, 3]
