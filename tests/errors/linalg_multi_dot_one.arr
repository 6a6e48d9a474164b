# expect: ValueError: Expecting at least two arrays.
import numpy as np
np.linalg.multi_dot([np.eye(2)])
