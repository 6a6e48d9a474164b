# expect: AxisError: axis 2 is out of bounds for array of dimension 2
import numpy as np
a = np.arange(6).reshape(2, 3)
np.cumsum(a, axis=2)
