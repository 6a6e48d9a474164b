# expect: TypeError: arrays to stack must be passed as a "sequence" type such as list or tuple.
import numpy as np
a = np.arange(6).reshape(2, 3)
np.hstack(5)
