# expect: ValueError: einstein sum subscripts string contains too many subscripts for operand 0
import numpy as np
np.einsum('ij', [1, 2])
