# expect: ValueError: can only specify one unknown dimension
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.reshape(-1, -1)
