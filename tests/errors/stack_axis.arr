# expect: AxisError: axis 3 is out of bounds for array of dimension 3
import numpy as np
a = np.arange(6).reshape(2, 3)
np.stack([a, a], axis=3)
