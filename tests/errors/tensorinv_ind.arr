# expect: ValueError: Invalid ind argument.
import numpy as np
np.linalg.tensorinv(np.eye(2), ind=0)
