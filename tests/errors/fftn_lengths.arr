# expect: ValueError: Shape and axes have different lengths.
import numpy as np
np.fft.fft2(np.eye(2), s=(2,))
