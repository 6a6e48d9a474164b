# expect: ValueError: einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') in operand 0
import numpy as np
np.einsum('i..j', [[1, 2]])
