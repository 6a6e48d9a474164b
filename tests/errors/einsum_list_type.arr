# expect: TypeError: each subscript must be either an integer or an ellipsis
import numpy as np
np.einsum([1, 2], [1.5])
