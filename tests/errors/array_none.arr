# expect-arr: TypeError: object dtype is not supported: an array cannot hold 'NoneType'
import numpy as np
np.array([1, None])
