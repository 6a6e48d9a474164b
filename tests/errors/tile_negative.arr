# expect: ValueError: negative dimensions are not allowed
import numpy as np
a = np.arange(6).reshape(2, 3)
np.tile(a, (-1,))
