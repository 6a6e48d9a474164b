# expect: TypeError: Unsupported dtype dtype('int64') for random
import numpy as np
np.random.default_rng(1).random(2, dtype=int)
