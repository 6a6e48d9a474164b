# null: skip
import numpy as np
a = np.array([[1, 2, 3], [4, -5, 6]])
b = np.array([[7, 8, 9], [-1, 0, 2]])
for dt in (np.int8, np.int64, np.float32, np.float64, np.complex64):
    x = a.astype(dt)
    y = b.astype(dt)
    print(np.cross(x, y), np.cross(x, y).dtype, np.cross(x[0], y), np.cross(x, y[1]), np.kron(x, y), np.kron(x[0], y[0]), np.kron(x, y).dtype)
print(np.cross(a.T, b.T, axis=0), np.cross(a.T, b, axisa=0), np.cross(a, b, axisc=0), np.cross(a.T, b.T, 0, 0, 0), np.cross(a[:, None], b))
print(np.kron(2, b), np.kron(a, 3.5), np.kron(np.eye(2), a), np.kron(a[0], b), np.kron(a, b[0]), np.kron(np.arange(8).reshape(2, 2, 2), [1, 2]), np.kron(2, 3))
for dt in (np.bool_, np.int8, np.uint8, np.int64, np.float32, np.float64, np.complex64):
    x = np.array([1, 0, 1, 1] if dt is np.bool_ else [1, 2, 3, 5]).astype(dt)
    print(np.vander(x), np.vander(x).dtype, np.vander(x, 2), np.vander(x, 3, True), np.vander(x, N=1), np.vander(x, 0).shape)
    if dt is not np.bool_:
        print(np.polyval([3, 0, 1], x), np.polyval(x, 2), np.polyval(x, 2.5), np.polyval(x, x).dtype, np.polyval([], x))
print(np.vander([0.5, 1.5], 6), np.polyval([1.5, 2], [[1, 2], [3, 4]]), repr(np.polyval([1, 2, 3], 2)), np.polyval([1, 2j], 2))
