# expect: TypeError: Iterator operand 0 dtype could not be cast from dtype('int64') to dtype('int8') according to the rule 'safe'
import numpy as np
np.einsum('i,i', [1, 2], [3, 4], dtype=np.int8)
