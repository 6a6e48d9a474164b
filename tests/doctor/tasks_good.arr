# The same work on whole arrays.
import numpy as np
a = np.linspace(0, 1, 400)
b = np.zeros(400)
for j in range(6):
    b[1:] += a[:-1] * j
print(b.sum())
