# expect: ValueError: zero-size array to reduction operation maximum which has no identity
import numpy as np
np.linalg.matrix_rank(np.zeros((0, 0)))
