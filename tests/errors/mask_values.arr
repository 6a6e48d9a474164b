# expect: ValueError: NumPy boolean array indexing assignment cannot assign 3 input values to the 2 output values where the mask is true
# null: skip
import numpy as np
v = np.arange(5)
v[v > 2] = [1, 2, 3]
