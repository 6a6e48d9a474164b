# expect: AxisError: axis -1 is out of bounds for array of dimension 0
import numpy as np
a = np.arange(6).reshape(2, 3)
np.sort(5)
