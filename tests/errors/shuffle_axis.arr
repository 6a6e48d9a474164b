# expect: NotImplementedError: Axis argument is only supported on ndarray objects
import numpy as np
r = np.random.default_rng(1)
r.shuffle([1, 2], axis=1)
