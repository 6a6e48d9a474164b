# expect: IndexError: index 0 is out of bounds for axis 0 with size 0
import numpy as np
np.array([])[0]
