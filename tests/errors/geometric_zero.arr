# expect: ValueError: p <= 0, p > 1 or p contains NaNs
import numpy as np
r = np.random.default_rng(1)
r.geometric(0)
