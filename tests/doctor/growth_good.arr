# Parts in a list, joined once.
import numpy as np
parts = []
for k in range(12):
    parts.append(np.full(3, k))
out = np.concatenate(parts)
for k in range(3):
    pair = np.concatenate((out[:2], out[-2:] + k))
print(out.sum(), pair)
