# expect: TypeError: 'float' object cannot be interpreted as an integer
import numpy as np
np.random.rand(2.5)
