# expect: ValueError: all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, the array at index 0 has size 3 and the array at index 1 has size 2
import numpy as np
a = np.arange(6).reshape(2, 3)
np.concatenate([a, [[1, 2]]])
