# expect: TypeError: 'tuple' object does not support item assignment
import numpy as np
r = np.random.default_rng(1)
r.shuffle((1, 2))
