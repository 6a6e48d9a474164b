# expect: ValueError: array split does not result in an equal division
import numpy as np
a = np.arange(6).reshape(2, 3)
np.split(a, 2, axis=1)
