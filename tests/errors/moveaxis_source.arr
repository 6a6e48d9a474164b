# expect: AxisError: source: axis 3 is out of bounds for array of dimension 2
import numpy as np
a = np.arange(6).reshape(2, 3)
np.moveaxis(a, 3, 0)
