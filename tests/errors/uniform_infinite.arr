# expect: OverflowError: high - low range exceeds valid bounds
import numpy as np
np.random.default_rng(1).uniform(0, np.inf)
