# expect: TypeError: exponent must be an integer
import numpy as np
np.linalg.matrix_power(np.eye(2), 1.5)
