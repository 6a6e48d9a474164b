# expect: FloatingPointError: divide by zero encountered in divide
import numpy as np
np.seterr(divide="raise")
x = 1 / np.array([1.0, 0.0])
print(x)
