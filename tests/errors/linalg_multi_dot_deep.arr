# expect: LinAlgError: 3-dimensional array given. Array must be two-dimensional
import numpy as np
np.linalg.multi_dot([np.eye(2), np.ones((2, 2, 2)), np.eye(2)])
