# expect: ValueError: matmul: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)
import numpy as np
a = np.arange(6.).reshape(2, 3)
a @ np.float64(2)
