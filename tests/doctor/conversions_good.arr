# Scalars of arrays stay scalars of arrays.
import numpy as np
x = np.linspace(0, 1, 100)
total = np.float64(0)
for step in range(10):
    x = x * 0.9
    total += x.sum() + x[3]
    n = int("12") + int(step / 2)
print(float(total), n)
