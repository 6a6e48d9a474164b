# expect: IndexError: tuple index out of range
import numpy as np
np.fft.fft(3)
