# expect: TypeError: Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'same_kind'
import numpy as np
a = np.arange(6).reshape(2, 3)
np.concatenate([a * 1.5], dtype=int)
