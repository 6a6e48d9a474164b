# Masks as masks, functions of whole arrays.
import numpy as np
x = np.linspace(-1, 1, 11)
print(x[x > 0].sum())
x[x < 0] = 0
def pick(v):
    return np.where(v > 0, v, 0.0)
print(pick(x).sum(), np.nonzero(x)[0][:2])
