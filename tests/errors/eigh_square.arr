# expect: LinAlgError: Last 2 dimensions of the array must be square
import numpy as np
np.linalg.eigh(np.ones((2, 3)))
