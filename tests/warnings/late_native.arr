# A native loop whose processor bits meant nothing for a while still tells what it meets later.
import numpy as np

rng = np.random.default_rng(0)
x = rng.uniform(0.5, 2, 4000)
total = np.zeros(4000)
for k in range(60):
    if k == 12:
        x[17] = -1.0
    y = np.power(x, 0.5) + np.log(np.abs(x)) * np.sin(x)
    total += y
print(total.sum() > 0, np.isnan(total).sum())
