# expect: TypeError: slice indices must be integers or None or have an __index__ method
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[1.5:]
