# expect: ValueError: high is out of bounds for uint8
import numpy as np
r = np.random.default_rng(1)
print(r.integers([0, 300], 500, dtype="u1"))
