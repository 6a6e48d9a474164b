# expect-arr: NotImplementedError: the norm 2 of matrices needs their singular values, which are not in arr yet
import numpy as np
np.linalg.norm(np.eye(2), 2)
