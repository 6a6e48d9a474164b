# expect: TypeError: list indices must be integers or slices, not numpy.float64
import numpy as np
x = [1]
x[np.float64(0)]
