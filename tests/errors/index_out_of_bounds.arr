# expect: IndexError: index 5 is out of bounds for axis 0 with size 2
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[5]
