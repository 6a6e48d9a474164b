# Prints and sizes in each round of a loop.
import numpy as np
x = np.linspace(0, 1, 100)
for step in range(120):
    x = x * 0.999
    print(x.sum())  #: A103 run
    y = x[x > 0.5]  #: A103 run
print(y.size)
