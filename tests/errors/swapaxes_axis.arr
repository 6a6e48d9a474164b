# expect: AxisError: axis2: axis 5 is out of bounds for array of dimension 2
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.swapaxes(a, 0, 5)
