# expect: TypeError: arange() is only supported for booleans when the result has at most length 2.
import numpy as np
np.arange(3, dtype=bool)
