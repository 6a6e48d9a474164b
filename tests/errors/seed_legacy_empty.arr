# expect: ValueError: Seed must be non-empty
import numpy as np
np.random.seed([])
