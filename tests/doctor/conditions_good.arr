# Conditions on Python's numbers, and where().
import numpy as np
x = np.linspace(0, 1, 100)
for step in range(10):
    x = np.where(x > 0.5, x * 0.5, x)
    if step % 5 == 4 and max(step, 1) > 3:
        x = x + 1
k = 0
while k < 10:
    k += 1
if x.sum() > 0:
    print(x[0], k)
