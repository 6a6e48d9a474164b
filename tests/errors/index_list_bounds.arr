# expect: IndexError: index 3 is out of bounds for axis 0 with size 3
import numpy as np
a = np.arange(12).reshape(3, 4)
a[[0, 3]] = 1
