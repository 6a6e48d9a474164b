# expect: IndexError: arrays used as indices must be of integer (or boolean) type
import numpy as np
v = np.arange(5)
v[np.array([1.0])]
