# expect: ValueError: operands could not be broadcast together with shapes (3,) (2,) 
import numpy as np
a = np.zeros(3)
np.isclose(a, [1, 2])
