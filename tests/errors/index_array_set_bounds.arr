# expect: IndexError: index 5 is out of bounds for axis 0 with size 5
# null: skip
import numpy as np
v = np.arange(5)
v[v + 1] = 3
print(v)
