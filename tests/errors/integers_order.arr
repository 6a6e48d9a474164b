# expect: ValueError: low > high
import numpy as np
np.random.default_rng(1).integers(3, 2, endpoint=True)
