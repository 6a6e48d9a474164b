# expect: ValueError: Input array must be at least 2-dimensional, but it is 1
import numpy as np
np.linalg.matrix_transpose(np.ones(3))
