# expect: ValueError: maximum supported dimension for an ndarray is currently 64, found 65
import numpy as np
np.zeros((1,) * 65)
