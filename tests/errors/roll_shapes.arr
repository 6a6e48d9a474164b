# expect: ValueError: shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape (3,) and arg 1 with shape (2,).
import numpy as np
a = np.arange(6).reshape(2, 3)
np.roll(a, (1, 2, 3), axis=(0, 1))
