# expect: ValueError: need at least one array to concatenate
import numpy as np
a = np.arange(6).reshape(2, 3)
np.concatenate([])
