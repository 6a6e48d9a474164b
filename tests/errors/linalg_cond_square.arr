# expect: LinAlgError: Last 2 dimensions of the array must be square
import numpy as np
np.linalg.cond(np.ones((2, 3)), 1)
