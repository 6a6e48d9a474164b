# expect: ValueError: negative dimensions are not allowed
import numpy as np
np.random.default_rng(1).random(-1)
