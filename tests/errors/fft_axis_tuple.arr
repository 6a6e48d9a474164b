# expect: TypeError: tuple indices must be integers or slices, not tuple
import numpy as np
np.fft.fft([1, 2], axis=(0,))
