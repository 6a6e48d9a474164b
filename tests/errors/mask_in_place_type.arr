# expect: UFuncTypeError: Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'
import numpy as np
v = np.arange(5)
v[v > 2] += 1.5
