# expect: ValueError: invalid error mode 'x'
import numpy as np
with np.errstate(divide="x"):
    pass
