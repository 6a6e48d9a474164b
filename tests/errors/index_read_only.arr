# expect: ValueError: assignment destination is read-only
import numpy as np
b = np.broadcast_to(np.arange(3), (2, 3))
b[[0]] = 1
