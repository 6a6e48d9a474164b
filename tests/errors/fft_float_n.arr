# expect: TypeError: 'float' object cannot be interpreted as an integer
import numpy as np
np.fft.fft([1, 2], n=2.5)
