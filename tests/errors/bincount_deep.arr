# expect: ValueError: object too deep for desired array
import numpy as np
a = np.arange(6).reshape(2, 3)
np.bincount(a)
