# An array that grows.
import numpy as np
out = np.zeros(0)
rows = np.zeros((0, 3))
for k in range(12):
    out = np.concatenate((out, np.full(3, k)))  #: R203
    rows = np.vstack([rows, np.full(3, k)])  #: R203
out2 = np.zeros(1)
for k in range(3):
    out2 = np.append(out2, k)  #: R203
print(out.sum(), rows.shape, out2)
