# expect: ValueError: Invalid norm value zz; should be "backward","ortho" or "forward".
import numpy as np
np.fft.fft([1, 2], norm='zz')
