# expect: ValueError: Fewer non-zero entries in p than size
import numpy as np
r = np.random.default_rng(1)
print(r.choice(3, 3, replace=False, p=[.5, .5, 0]))
