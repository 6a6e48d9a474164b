# expect: AxisError: axis 3 is out of bounds for array of dimension 1
import numpy as np
r = np.random.default_rng(1)
r.permuted([1, 2], axis=3)
