# Division by zero and what has no value: arrays of each type, and numbers.
import numpy as np

for dtype in (np.float64, np.float32, np.complex128, np.complex64):
    a = np.array([1, 0, -1], dtype=dtype)
    print(a / a)
    print(1 / a)
    print(a / 0)
a = np.array([1.0, 0.0, -1.0, np.inf, np.nan])
print(a // 0.0)
print(a % 0.0)
print(np.fmod(a, 0.0))
print(np.reciprocal(a))
print(divmod(a, 0.0))
print(divmod(a, 2.0))
print(a / np.nan, np.nan / a, a / 2, a // 2)
print(np.arange(3) / np.zeros(3, int))
print(a ** -1)
print(a ** 0.5)
print(a ** -2.0)
b = a.copy()
b /= 0
print(b)
b = np.zeros((3, 4))
b[1:, 1::2] /= b[1:, ::2]
print(b)
