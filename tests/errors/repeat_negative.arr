# expect: ValueError: repeats may not contain negative values.
import numpy as np
a = np.arange(6).reshape(2, 3)
np.repeat(a, [1, -1], axis=0)
