# expect-arr: NotImplementedError: np.memmap is not in arr
import numpy as np
np.memmap("x")
