# expect: ValueError: Duplicate axes given.
import numpy as np
np.linalg.norm(np.ones((2, 2)), axis=(0, 0))
