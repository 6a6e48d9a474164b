# expect-arr: NotImplementedError: indexing with a list is not in arr yet
import numpy as np
v = np.arange(3)
v[[0, 1]]
