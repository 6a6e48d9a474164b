# expect: TypeError: Unsupported dtype dtype('float64') for integers
import numpy as np
np.random.default_rng(1).integers(3, dtype=float)
