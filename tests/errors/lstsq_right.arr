# expect: LinAlgError: 3-dimensional array given. Array must be two-dimensional
import numpy as np
np.linalg.lstsq([[1, 2]], [[[1]]])
