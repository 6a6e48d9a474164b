# expect: ValueError: repeated axis in transpose
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.transpose(a, (0, 0))
