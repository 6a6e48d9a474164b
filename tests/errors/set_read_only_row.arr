# expect: ValueError: assignment destination is read-only
import numpy as np
x = np.broadcast_to(np.arange(3), (2, 3))[1]
x[0] = 1
