# expect-arr: NotImplementedError: indexing with an integer array is not in arr yet
import numpy as np
v = np.arange(3)
v[np.array([0, 1])]
