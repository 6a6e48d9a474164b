# expect: TypeError: Cannot interpret '5' as a data type
import numpy as np
np.dtype(5)
