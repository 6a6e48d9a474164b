# expect: ValueError: Invalid norm order for matrices.
import numpy as np
np.linalg.cond(np.eye(2), 'zz')
