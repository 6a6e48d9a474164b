# expect: ValueError: order must be one of 'C', 'F', 'A', or 'K' (got 'x')
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.reshape(3, 2, order='x')
