# null: skip
import numpy as np
nan = np.nan
inf = np.inf
a = np.array([1.0, 1e10, 1e-9, inf, -inf, nan, 0.0])
b = np.array([1.000001, 1.00001e10, 0.0, inf, inf, nan, -0.0])
print(np.isclose(a, b), np.isclose(b, a), np.isclose(a, b, equal_nan=True), np.isclose(a, b, 0, 0))
print(np.isclose(a, b, rtol=1e-3, atol=0), np.isclose(a, 1), np.isclose(1, a), np.isclose(a[:, None], b[:3]))
for dt in (np.bool_, np.int8, np.uint8, np.int64, np.float32, np.float64, np.complex64, np.complex128):
    x = np.array([0, 1, 1, 0]).astype(dt)
    y = np.array([1, 1, 0, 0]).astype(dt)
    print(np.isclose(x, y), np.isclose(x, 1), np.isclose(1.00000001, y), np.isclose(x, y, atol=1), np.array_equal(x, y), np.allclose(x, x))
f = np.array([1.1, 2.2], np.float32)
print(np.isclose(f, 1.1, rtol=0, atol=0), np.isclose(f, np.float64(1.1), rtol=0, atol=0), np.isclose(1.1, f, 0, 0))
print(repr(np.isclose(1, 1)), repr(np.isclose(1.0, 1 + 1e-9)), repr(np.isclose(np.array(2), 2)), np.isclose(1j, 1j), np.isclose(2**60, 2.0**60))
print(np.isclose(np.array([-128], np.int8), np.array([-128], np.int8)), np.isclose(np.array([0], np.uint8), np.array([255], np.uint8)))
print(np.allclose(a[:2], b[:2]), np.allclose(a, b), np.allclose([nan], [nan], equal_nan=True), np.allclose([], []), np.allclose(np.ones((2, 3)), 1))
print(np.array_equal([1, 2], [1, 2]), np.array_equal([1, 2], [1, 2, 3]), np.array_equal([nan], [nan]), np.array_equal([nan, 1], [nan, 1], equal_nan=True))
print(np.array_equal([nan, 1], [1, nan], equal_nan=True), np.array_equal(3, 3.0), np.array_equal([], []), np.array_equal([1], 1))
