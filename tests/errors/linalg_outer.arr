# expect: ValueError: Input arrays must be one-dimensional, but they are x1.ndim=2 and x2.ndim=1.
import numpy as np
np.linalg.outer([[1, 2]], [3])
