# expect: ValueError: shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape (3,) and arg 1 with shape (2,).
import numpy as np
r = np.random.default_rng(1)
r.normal([1, 2], 1, 3)
