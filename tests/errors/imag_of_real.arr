# expect: TypeError: array does not have imaginary part to set
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.imag = 5
