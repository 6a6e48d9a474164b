# expect: ValueError: scale < 0
import numpy as np
r = np.random.default_rng(1)
print(r.normal(0, [1, -1]))
