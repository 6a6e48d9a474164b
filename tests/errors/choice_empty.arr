# expect: ValueError: a cannot be empty unless no samples are taken
import numpy as np
r = np.random.default_rng(1)
r.choice([])
