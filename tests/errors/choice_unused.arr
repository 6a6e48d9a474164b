# expect: ValueError: Probabilities do not sum to 1. See Notes section of docstring for more information.
import numpy as np
r = np.random.default_rng(1)
r.choice(2, 3, p=[.5, .6])
