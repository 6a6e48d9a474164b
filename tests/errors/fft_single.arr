# expect: ValueError: Invalid number of FFT data points (0) specified.
import numpy as np
np.fft.irfft([1])
