# expect: OverflowError: cannot convert float infinity to integer
import numpy as np
v = np.arange(3)
v[:] = np.inf
