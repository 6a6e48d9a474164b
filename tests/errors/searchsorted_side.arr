# expect: ValueError: search side must be 'left' or 'right' (got 'x')
import numpy as np
a = np.arange(6).reshape(2, 3)
np.searchsorted([1, 2], 2, side='x')
