# expect: ValueError: Probabilities are not non-negative
import numpy as np
r = np.random.default_rng(1)
print(r.choice(2, p=[-.5, 1.5]))
