# expect: IndexError: invalid index to scalar variable.
import numpy as np
np.float64(3)[0]
