# expect: ValueError: slice step cannot be zero
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[::0]
