# expect: ValueError: shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)
import numpy as np
np.linalg.multi_dot([np.ones((2, 3)), np.ones((2, 3))])
