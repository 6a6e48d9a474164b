# expect: ValueError: n should be an integer
import numpy as np
np.fft.fftfreq(4.0)
