# expect: IndexError: index -6 is out of bounds for axis 0 with size 5
# null: skip
import numpy as np
v = np.arange(5)
i = np.array([0, -6])
x = v[i]
