# null: skip
# (repr() and conversions need values)
# 0-d arrays are views; NumPy scalars are values.
import numpy as np
a = np.arange(6.).reshape(2, 3)
s = a[0, 1]
z = a[0, 1, ...]
a[0, 1] = 42
print(s, z, repr(s), repr(z), s.shape, z.shape, s.ndim)
z[...] = 7
print(a, z)
z[()] = 8
print(a[0, 1], z[()], repr(z[()]))
z += 1
print(a[0, 1], repr(z))
t = a.sum()
a[1, 1] = 0
print(repr(t), repr(a.sum()))
print(repr(s[()]), repr(s[...]), repr(s[None]), repr(z[None]))
print(repr(np.array(5)), repr(np.array(5) + 1), repr(np.array(5)[()]), repr(np.asarray(s)))
x = np.asarray(s)
x[...] = 1
print(s, x)
x = s.reshape(1)
x[0] = 1
print(s, x)
print(repr(np.float64(1) + 1), repr(1 + np.int8(1)), repr(np.float32(1) / 3), repr(-np.float64(2)))
print(np.array(3).item(), np.array(3).tolist(), s.item())
print(np.zeros(()), np.zeros(()).shape, np.ones(()) + np.ones(2))
for e in np.arange(3):
    print(repr(e))
for row in a:
    row[0] = -1
print(a)

# a scalar takes masks of no axes, as a 0-d array does
for x in (np.int64(5), np.float32(2.5), np.bool_(True), np.complex128(1j)):
    b = np.array(True)
    print(x[True], x[False], x[x != 0], x[b], x[None, True], x[..., x != 0], x[x != 0, ...], x[True, False].shape, x[True].dtype)
    x[True][0] = 0
    print(x)
