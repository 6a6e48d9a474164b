# expect: ValueError: either both or neither of x and y should be given
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.where(a, 1)
