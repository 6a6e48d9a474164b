# expect: ValueError: duplicate value in 'axis'
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.sum(axis=(0, 0))
