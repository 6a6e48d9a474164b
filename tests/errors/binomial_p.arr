# expect: ValueError: p < 0, p > 1 or p is NaN
import numpy as np
r = np.random.default_rng(1)
r.binomial(5, 1.5)
