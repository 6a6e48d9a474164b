# expect: ValueError: zero-size array to reduction operation maximum which has no identity
import numpy as np
np.max(np.array([]))
