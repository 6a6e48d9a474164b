# expect: LinAlgError: 0-dimensional array given. Array must be at least two-dimensional
import numpy as np
np.linalg.eig(3)
