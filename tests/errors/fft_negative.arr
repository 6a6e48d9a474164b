# expect: ValueError: Invalid number of FFT data points (-1) specified.
import numpy as np
np.fft.rfft([1, 2], n=-1)
