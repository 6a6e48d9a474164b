# expect: ValueError: Invalid norm order for matrices.
import numpy as np
np.linalg.norm(np.ones((2, 3)), 2.5)
