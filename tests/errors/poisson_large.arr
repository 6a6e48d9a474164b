# expect: ValueError: lam value too large
import numpy as np
r = np.random.default_rng(1)
r.poisson(1e30)
