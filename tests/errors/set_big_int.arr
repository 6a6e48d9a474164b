# expect: OverflowError: Python int too large to convert to C long
import numpy as np
v = np.arange(3)
v[0] = 10**30
