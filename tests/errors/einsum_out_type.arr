# expect: TypeError: Iterator requested dtype could not be cast from dtype('int64') to dtype('int8'), the operand 2 dtype, according to the rule 'safe'
import numpy as np
np.einsum('ij,jk->ik', [[1, 2]], [[3], [4]], out=np.zeros((1, 1), np.int8))
