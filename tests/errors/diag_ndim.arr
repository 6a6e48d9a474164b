# expect: ValueError: Input must be 1- or 2-d.
import numpy as np
a = np.arange(6).reshape(2, 3)
np.diag(5)
