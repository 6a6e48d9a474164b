# expect: IndexError: index 1 is out of bounds for axis 0 with size 0
# null: skip
import numpy as np
i = np.array([1])
np.zeros((0, 3))[i]
