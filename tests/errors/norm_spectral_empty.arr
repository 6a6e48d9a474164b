# expect: ValueError: zero-size array to reduction operation maximum which has no identity
import numpy as np
np.linalg.norm(np.zeros((0, 3)), 2)
