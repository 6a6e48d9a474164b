# oracle: ulp=4 NumPy adds squares by dot(), whose order is the BLAS library's
import numpy as np
x = np.arange(12.).reshape(3, 4) - 5
for o in [None, 'fro', 'f', 1, -1, np.inf, -np.inf]:
    print(o, np.linalg.norm(x, o), np.linalg.norm(x, o, keepdims=True))
    print(np.linalg.norm(x.T, o, axis=(0, 1)), np.linalg.norm(x, o, (1, 0)), np.linalg.norm(x[:, ::2], ord=o, axis=(-2, -1)))
for o in [None, 1, 2, 3, 0, 0.5, -2, np.inf, -np.inf]:
    print(o, np.linalg.norm(x[0], o), np.linalg.norm(x + 0.5, o, axis=0))
    print(np.linalg.norm(x + 0.5, o, axis=-1, keepdims=True))
y = np.arange(24.).reshape(2, 3, 4)
print(np.linalg.norm(y), np.linalg.norm(y, 1, axis=(0, 2)), np.linalg.norm(y, axis=(1, 2)))
print(np.linalg.norm(y, np.inf, axis=(2, 0), keepdims=True), np.linalg.norm(y, axis=1), np.linalg.norm(y, -1, (2, 1)))
print(np.linalg.norm([3, 4]), np.linalg.norm((True, True)), np.linalg.norm(3), np.linalg.norm([]))
z = np.array([3 + 4j, 1j, 0])
print(np.linalg.norm(z), np.linalg.norm(z, 1), np.linalg.norm(z, np.inf), np.linalg.norm(z, 0), np.linalg.norm(z.reshape(3, 1), 1))
f = np.array([1, 2, 2], dtype=np.float32)
for o in [None, 1, 2, 0, 3, np.inf]:
    print(np.linalg.norm(f, o), np.linalg.norm(f, o).dtype)
print(np.linalg.norm(z.astype(np.complex64)).dtype, np.linalg.norm(z.astype(np.complex64), 0).dtype)
print(np.linalg.norm(np.zeros((2, 0)), axis=1), np.linalg.norm(np.array([np.inf, 1])), np.linalg.norm(np.array([np.nan, 1]), 1))
