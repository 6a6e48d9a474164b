# expect: AttributeError: 'numpy.ndarray' object has no attribute 'sums'
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.sums
