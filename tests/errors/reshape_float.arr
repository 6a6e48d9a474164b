# expect: TypeError: expected a sequence of integers or a single integer, got '2.5'
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.reshape(2.5)
