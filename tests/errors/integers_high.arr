# expect: ValueError: high is out of bounds for uint8
import numpy as np
np.random.default_rng(1).integers(0, 300, dtype=np.uint8)
