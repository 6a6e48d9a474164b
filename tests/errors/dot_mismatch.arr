# expect: ValueError: shapes (2,3) and (4,) not aligned: 3 (dim 1) != 4 (dim 0)
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.dot(a, np.zeros(4))
