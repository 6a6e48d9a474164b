# expect: IndexError: index -2 is out of bounds for axis 0 with size 1
import numpy as np
np.fft.fft2([1, 2])
