# expect: ValueError: negative dimensions are not allowed
import numpy as np
np.zeros((2, -1))
