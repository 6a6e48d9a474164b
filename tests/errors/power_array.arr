# expect: ValueError: Integers to negative integer powers are not allowed.
import numpy as np

a = np.arange(4, dtype=np.int16)
print(a ** np.array([1, 0, 3, 2], dtype=np.int8), np.int64(2) ** np.int64(5), 2 ** a, a.astype(float) ** -a)
b = a ** np.array([1, 0, -3, 2])
print("not seen", b)
