# expect: FloatingPointError: divide by zero encountered in divide
# cuda: skip, since floating-point errors are not raised there yet
import numpy as np
np.seterr(divide="raise")
x = 1 / np.array([1.0, 0.0])
print(x)
