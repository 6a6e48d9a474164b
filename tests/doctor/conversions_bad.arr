# Values that leave the array world in a loop.
import numpy as np
x = np.linspace(0, 1, 100)
total = 0.0
for step in range(10):
    x = x * 0.9
    total += float(x.sum())  #: R104
    total += x[3].item()  #: R104
    total += int(x[5])  #: R104 run
print(total)
