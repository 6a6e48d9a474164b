# expect: LinAlgError: Incompatible dimensions
import numpy as np
np.linalg.lstsq([[1, 2, 3]], [1, 2])
