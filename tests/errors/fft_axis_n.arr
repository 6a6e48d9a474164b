# expect: AxisError: axis 1 is out of bounds for array of dimension 1
import numpy as np
np.fft.fft([1, 2], n=2, axis=1)
