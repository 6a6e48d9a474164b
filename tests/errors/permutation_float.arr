# expect: AxisError: axis 0 is out of bounds for array of dimension 0
import numpy as np
r = np.random.default_rng(1)
r.permutation(2.5)
