# expect: ValueError: solve1: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m)->(m) (size 3 is different from 2)
import numpy as np
np.linalg.solve(np.eye(2), np.ones(3))
