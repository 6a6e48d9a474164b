# expect: ValueError: Supplied output array must be contiguous, writable, aligned, and in machine byte-order.
import numpy as np
r = np.random.default_rng(1)
r.random(out=np.zeros(6)[::2])
