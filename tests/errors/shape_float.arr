# expect: TypeError: 'float' object cannot be interpreted as an integer
import numpy as np
np.zeros((1.5, 2))
