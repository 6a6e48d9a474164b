# expect: ValueError: Both input arrays must be (arrays of) 3-dimensional vectors, but they are 2 and 2 dimensional instead.
import numpy as np
np.linalg.cross([1, 2], [3, 4])
