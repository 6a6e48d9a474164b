# expect: ZeroDivisionError: division by zero
import numpy as np
np.arange(0, 1, 0)
