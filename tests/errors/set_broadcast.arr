# expect: ValueError: could not broadcast input array from shape (2,) into shape (3,)
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[0] = [1, 2]
