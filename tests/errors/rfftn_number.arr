# expect: IndexError: list index out of range
import numpy as np
np.fft.rfftn(3)
