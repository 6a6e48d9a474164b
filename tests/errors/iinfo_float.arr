# expect: ValueError: Invalid integer data type 'f'.
import numpy as np
np.iinfo(float)
