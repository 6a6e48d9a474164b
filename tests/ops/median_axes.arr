# median over one axis, several or all.
import numpy as np
a = np.random.default_rng(0).integers(0, 50, (3, 4, 5))
for axis in (None, 0, -1, (0, 1), (2, 0), (0, 1, 2), (1,), ()):
    for keep in (False, True):
        m = np.median(a, axis=axis, keepdims=keep)
        print(axis, keep, np.shape(m), m.ravel()[:4], type(m).__name__)
b = a.astype(float)
b[1, 2, 3] = np.nan
print(np.median(b, axis=(0, 2)), np.median(b.astype(np.float32), axis=(1, 2)).dtype, np.median(a > 20, axis=(0, 1)))
o = np.zeros(4)
print(np.median(a, axis=(0, 2), out=o) is o, o)
for bad in (3, (0, 3), (0, 0), 1.5, "x"):
    try:
        print(np.median(a, axis=bad))
    except Exception as e:
        print(type(e).__name__, e)
