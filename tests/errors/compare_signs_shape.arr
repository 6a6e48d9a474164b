# expect: ValueError: operands could not be broadcast together with shapes (2,) (3,) 
import numpy as np
np.array([1, 2], dtype=np.uint64) < np.array([1, 2, 3])
