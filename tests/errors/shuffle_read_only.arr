# expect: ValueError: array is read-only
import numpy as np
r = np.random.default_rng(1)
r.shuffle(np.broadcast_to(np.arange(3), (2, 3)))
