# null: skip
import numpy as np

# squares of NumPy's scalars are rounded as its scalar pow rounds, those of arrays as its loops do
z = np.array([0.3 - 1.7j, -2.1 + 0.45j, 1.1 + 1.3j, 0.7j - 0.9, 3.3 + 2.7j])
for k in range(5):
    for dtype in (np.complex64, np.complex128):
        w = z.astype(dtype)
        print(repr(w[k] ** 2), repr(w[k] ** 2.0), repr(w[k] ** 3), w[k:k + 1] ** 2)
