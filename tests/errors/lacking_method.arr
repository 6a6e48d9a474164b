# expect-arr: NotImplementedError: ndarray.dumps is not in arr
import numpy as np
np.zeros(2).dumps(1, 2)
