# expect: IndexError: shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,)
import numpy as np
a = np.arange(12).reshape(3, 4)
a[[0, 1], [0, 1, 2]]
