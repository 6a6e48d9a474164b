# expect: ValueError: matvec: Input operand 0 does not have enough dimensions (has 1, gufunc core with signature (m,n),(n)->(m) requires 2)
import numpy as np
np.matvec([1, 2], [1, 2])
