# expect: ValueError: a and p must have same size
import numpy as np
r = np.random.default_rng(1)
r.choice(3, p=[.5, .5])
