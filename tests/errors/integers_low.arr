# expect: ValueError: low is out of bounds for uint64
import numpy as np
np.random.default_rng(1).integers(-1, 3, dtype=np.uint64)
