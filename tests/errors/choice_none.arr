# expect: ValueError: a must be a positive integer unless no samples are taken
import numpy as np
r = np.random.default_rng(1)
r.choice(0)
