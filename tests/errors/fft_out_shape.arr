# expect: ValueError: output array has wrong shape.
import numpy as np
np.fft.fft([1, 2], out=np.zeros(3, complex))
