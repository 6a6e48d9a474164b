# expect: TypeError: 'float' object cannot be interpreted as an integer
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.sum(a, axis=1.5)
