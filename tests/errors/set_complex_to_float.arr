# expect: TypeError: float() argument must be a string or a real number, not 'complex'
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[0, 0] = 1j
