# expect: ValueError: more operands provided to einstein sum function than specified in the subscripts string
import numpy as np
np.einsum('i,i', [1, 2])
