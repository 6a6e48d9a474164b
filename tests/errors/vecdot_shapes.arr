# expect: ValueError: vecdot: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n),(n)->() (size 2 is different from 3)
import numpy as np
np.vecdot(np.ones((2, 3)), [1, 2])
