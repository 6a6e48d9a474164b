# expect: ValueError: high - low < 0
import numpy as np
r = np.random.default_rng(1)
print(r.uniform([1, 2], [0, 5]))
