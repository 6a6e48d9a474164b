# expect: ValueError: Probabilities do not sum to 1. See Notes section of docstring for more information.
import numpy as np
r = np.random.default_rng(1)
print(r.choice(2, p=[.5, .6]))
