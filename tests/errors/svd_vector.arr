# expect: LinAlgError: 1-dimensional array given. Array must be at least two-dimensional
import numpy as np
np.linalg.svd([1, 2])
