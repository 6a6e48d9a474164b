# expect: ValueError: Seed must be between 0 and 2**32 - 1
import numpy as np
np.random.seed(2**32)
