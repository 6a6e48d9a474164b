# expect: ZeroDivisionError: float division by zero
import numpy as np
np.fft.fftfreq(0)
