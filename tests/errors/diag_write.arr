# expect: ValueError: assignment destination is read-only
import numpy as np
a = np.arange(6).reshape(2, 3)
np.diag(a)[0] = 1
