# Loops over elements.
import numpy as np
n = 50
a = np.zeros(n)
b = np.arange(float(n))
for i in range(1, n):
    a[i] = a[i - 1] * 0.5 + b[i]  #: R101
m = np.ones((6, 7))
for i in range(6):
    for j in range(7):
        m[i, j] *= np.sqrt(m[i, j] + i)  #: R101
print(a.sum(), m.sum())
