# expect: ValueError: repeated axis
import numpy as np
a = np.arange(6).reshape(2, 3)
np.flip(a, (0, 0))
