# expect: AttributeError: Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.
import numpy as np
a = np.arange(6.).reshape(2, 3)
b = a.T
b.shape = (6,)
