# expect: ValueError: vecdot: Input operand 0 does not have enough dimensions (has 0, gufunc core with signature (n),(n)->() requires 1)
import numpy as np
np.vecdot(3, [1, 2])
