# expect: ValueError: a must be 1-dimensional
import numpy as np
r = np.random.default_rng(1)
np.random.choice([[1, 2], [3, 4]])
