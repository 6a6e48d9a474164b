# expect: IndexError: index 9 is out of bounds for axis 0 with size 2
# What comes after the error is not seen.
import numpy as np

a = np.arange(6.0).reshape(2, 3)
print("before")
a[np.array([0, 9])] = 1
print("after")
