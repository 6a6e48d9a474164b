# expect: ValueError: lam < 0 or lam contains NaNs
import numpy as np
r = np.random.default_rng(1)
print(r.poisson([-1.]))
