# expect: ValueError: operands could not be broadcast together with shape (3,) (2,)
import numpy as np
a = np.arange(6).reshape(2, 3)
np.repeat(a, [1, 2], axis=1)
