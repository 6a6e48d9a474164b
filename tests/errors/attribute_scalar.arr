# expect: AttributeError: 'numpy.float64' object has no attribute 'foo'
import numpy as np
np.float64(1).foo
