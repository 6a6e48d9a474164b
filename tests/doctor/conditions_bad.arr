# A value waited for in each round.
import numpy as np
x = np.linspace(0, 1, 100)
while np.abs(x).max() > 1e-2:  #: R105
    x = x * 0.5
for step in range(10):
    x = x + 1
    if x.sum() > 1e9:  #: R105
        break
    if step > 100:
        x = x * 2
print(x[0])
