# expect: ValueError: sort array is read-only
import numpy as np
a = np.arange(6).reshape(2, 3)
np.broadcast_to(1, 3).sort()
