# expect: ValueError: Axes must be different.
import numpy as np
a = np.arange(6).reshape(2, 3)
np.rot90([1, 2])
