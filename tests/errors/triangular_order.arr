# expect: ValueError: left > mode
import numpy as np
r = np.random.default_rng(1)
r.triangular(3, 2, 1)
