# expect: LinAlgError: Input arrays must satisfy the requirement             prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])
import numpy as np
np.linalg.tensorsolve(np.ones((2, 3, 5)), np.ones((2, 3)))
