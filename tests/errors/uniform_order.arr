# expect: ValueError: high - low < 0
import numpy as np
np.random.default_rng(1).uniform(1, 0)
