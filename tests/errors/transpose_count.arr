# expect: ValueError: axes don't match array
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.transpose(a, (0,))
