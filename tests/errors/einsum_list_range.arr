# expect: ValueError: subscript is not within the valid range [0, 52)
import numpy as np
np.einsum([1, 2], [52])
