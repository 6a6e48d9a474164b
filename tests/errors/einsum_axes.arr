# expect: ValueError: operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to broadcast the extra dimensions.
import numpy as np
np.einsum('i', [[1, 2]])
