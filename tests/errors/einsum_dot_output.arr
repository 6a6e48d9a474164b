# expect: ValueError: einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') in the output
import numpy as np
np.einsum('ij->i.', [[1, 2]])
