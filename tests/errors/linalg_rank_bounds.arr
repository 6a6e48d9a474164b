# expect: ValueError: `tol` and `rtol` can't be both set.
import numpy as np
np.linalg.matrix_rank(np.eye(2), tol=1, rtol=1)
