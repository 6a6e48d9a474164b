# expect: ValueError: high <= 0
import numpy as np
np.random.default_rng(1).integers(0)
