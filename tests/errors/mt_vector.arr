# expect: ValueError: matrix transpose with ndim < 2 is undefined
import numpy as np
np.ones(3).mT
