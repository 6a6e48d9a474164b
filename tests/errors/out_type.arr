# expect: TypeError: return arrays must be of ArrayType
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.add(a, 1, out=5)
