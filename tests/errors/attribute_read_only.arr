# expect: AttributeError: attribute 'T' of 'numpy.ndarray' objects is not writable
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.T = 1
