# expect-arr: NotImplementedError: indexing with a boolean mask is not in arr yet
import numpy as np
v = np.arange(3)
v[v > 1]
