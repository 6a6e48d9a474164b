# expect: ValueError: fewer operands provided to einstein sum function than specified in the subscripts string
import numpy as np
np.einsum('i', [1, 2], [3, 4])
