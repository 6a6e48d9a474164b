# expect: ValueError: Cross index must be 1 dimensional
import numpy as np
np.ix_([[1]])
