# expect-arr: NotImplementedError: np.nditer is not in arr
import numpy as np
from numpy import nditer; nditer(5, 6, 7, 8)
