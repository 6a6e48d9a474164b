# expect: ValueError: The weights and list don't have the same length.
# null: skip
import numpy as np
a = np.arange(6).reshape(2, 3)
np.bincount([1, 2], weights=[1])
