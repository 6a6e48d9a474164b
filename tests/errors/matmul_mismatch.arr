# expect: ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 4 is different from 3)
import numpy as np
a = np.arange(6.).reshape(2, 3)
a @ np.zeros((4, 5))
