# expect: ValueError: expected non-negative integer
import numpy as np
np.random.default_rng(-1)
