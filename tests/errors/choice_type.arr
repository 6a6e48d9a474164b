# expect: ValueError: a must be a sequence or an integer, not <class 'float'>
import numpy as np
r = np.random.default_rng(1)
r.choice(2.5)
