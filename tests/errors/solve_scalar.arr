# expect: ValueError: solve: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature (m,m),(m,n)->(m,n) requires 2)
import numpy as np
np.linalg.solve(np.eye(2), 1.0)
