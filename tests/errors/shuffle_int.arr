# expect: TypeError: object of type 'int' has no len()
import numpy as np
r = np.random.default_rng(1)
r.shuffle(5)
