# expect: ValueError: axis1 and axis2 cannot be the same
import numpy as np
a = np.arange(6).reshape(2, 3)
np.diagonal(a, axis1=0, axis2=0)
