# expect: ValueError: high <= 0
import numpy as np
r = np.random.default_rng(1)
print(r.integers(0, [3, -4]))
