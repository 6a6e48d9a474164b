# expect-arr: TypeError: object dtype is not supported: an array cannot hold 'str'
import numpy as np
np.array(['a'])
