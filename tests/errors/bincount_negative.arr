# expect: ValueError: 'list' argument must have no negative elements
# null: skip
import numpy as np
a = np.arange(6).reshape(2, 3)
np.bincount([1, -1])
