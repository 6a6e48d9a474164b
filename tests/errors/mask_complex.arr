# expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
import numpy as np
v = np.arange(5)
v[v > 2] = 1j
