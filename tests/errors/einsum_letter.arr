# expect: ValueError: invalid subscript '1' in einstein sum subscripts string, subscripts must be letters
import numpy as np
np.einsum('i1', [[1, 2]])
