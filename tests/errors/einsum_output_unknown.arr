# expect: ValueError: einstein sum subscripts string included output subscript 'k' which never appeared in an input
import numpy as np
np.einsum('ij->k', [[1, 2]])
