# expect: ValueError: diag requires an array of at least two dimensions
import numpy as np
a = np.arange(6).reshape(2, 3)
np.trace([1, 2])
