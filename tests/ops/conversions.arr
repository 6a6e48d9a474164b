# null: skip
# (repr() and conversions need values)
import numpy as np
a = np.array([[1.9, -1.9], [256.5, 0]])
print(a.astype(int), a.astype(np.uint8)[0], a.astype(bool), a.astype('float32').dtype, a.astype(complex)[0], a.astype(np.int8)[0])
print(a.tolist(), a.item(0), a.item(-1), a.item(1, 0), a.item((0, 1)), np.array([[5]]).item(), np.zeros((0, 2)).tolist(), np.array(3).tolist())
print(int(np.array([2.9])[0]), float(np.arange(3)[1]), bool(np.array([1])), complex(np.float64(2)), int(np.array(7)), len(a), len(np.zeros((0, 3))))
print(np.array([2**63], np.uint64).item(), np.array([True]).item(), np.array([1j]).item(), np.int8(-5).item())
print(np.int8(5), np.float32(0.1), np.bool_(1), np.complex128(1), np.ubyte(3), np.float64([1, 2]), np.int64(2.9), repr(np.float32(1) / 3))
print(a.shape, a.ndim, a.size, a.itemsize, a.nbytes, a.T.strides, a.dtype, a.dtype.name, a.dtype.kind, a.dtype.itemsize, a.dtype.char)
print(np.dtype('int8'), np.dtype(float), np.dtype(np.float32).name, a.dtype == np.float64, a.dtype == float, np.dtype('f4') == np.float32)
print(np.shape([[1, 2]]), np.ndim(3), np.size(a), np.size(a, 1), np.pi, np.e, np.inf, -np.inf, np.nan, np.newaxis, np.euler_gamma)
b = a.copy()
b[0, 0] = 0
c = a.astype(float, copy=False)
d = a.astype(float)
print(a[0, 0], c is a, d is a)
a.fill(3)
print(a, b)
n = np.zeros(2, int)
n.fill(2.7)
print(n)
print([1, 2, 3][np.int64(1)], (1, 2, 3)[np.array(2)], 'abc'[np.uint8(0)], range(10)[2:8:2], [1, 2, 3][::-1], 'héllo'[1:3])
x = [1, 2, 3]
x[-1] = np.arange(2)
x[0] += 10
print(x)
