# expect: IndexError: index 7 is out of bounds for axis 1 with size 3
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[0, 7]
