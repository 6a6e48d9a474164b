# The same in each round.
import numpy as np
a = np.linspace(0, 1, 36).reshape(6, 6)
v = np.ones(6)
for k in range(5):
    w = np.exp(-a).sum()  #: A102
    v = (a.T @ a) @ v / np.linalg.norm(a)  #: A102
print(w, v.sum())
