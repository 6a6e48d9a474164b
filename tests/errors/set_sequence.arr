# expect: ValueError: setting an array element with a sequence.
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[0, 0] = [5]
