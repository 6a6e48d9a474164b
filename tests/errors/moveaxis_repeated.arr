# expect: ValueError: repeated axis in `source` argument
import numpy as np
a = np.arange(6).reshape(2, 3)
np.moveaxis(a, (0, 0), (0, 1))
