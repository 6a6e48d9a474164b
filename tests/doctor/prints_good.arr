# A print now and then, and after the loop.
import numpy as np
x = np.linspace(0, 1, 100)
for step in range(120):
    x = x * 0.999
    if step % 50 == 0:
        print(x.sum())
print(x[x > 0.5].size)
