# reshape and ravel give views where NumPy does, copies elsewhere.
import numpy as np
a = np.arange(12)
m = a.reshape(3, 4)
m[0, 0] = 100
print(a[0], m.shape, a.reshape(2, -1).shape, a.reshape((2, 2, 3)).shape, a.reshape(-1, 1).shape)
r = m.ravel()
r[1] = 200
print(a)
f = m.flatten()
f[2] = 300
print(a, f)
c = m.T.reshape(12)
c[0] = -5
print(a[0], c)
c = m.T.ravel()
c[0] = -5
print(a[0])
v = m[:, :2].reshape(3, 2, 1)
v[0, 0, 0] = 77
print(a[0])
v = m[::2].reshape(2, 2, 2)
v[1, 1, 1] = 88
print(a)
v = a[::2].reshape(2, 3)
v[0, 1] = 66
print(a)
print(np.reshape([[1, 2], [3, 4]], 4), np.reshape(5, (1, 1)), a.reshape(3, 4, order='F'), np.ravel(m, order='F'))
g = a.reshape(4, 3, order='F')
g[1, 0] = 55
print(a)
print(np.zeros((0, 3)).reshape(3, 0).shape, np.zeros((2, 0)).ravel(), np.array(4).reshape(1, 1, 1), np.array(4).ravel())
a.shape = (2, 6)
print(a.shape, a[1, 0])
w = a
a.shape = -1
print(w.shape)
x = a + 1
a.shape = (3, 4)
print(x, a)

v = np.vander([1, 0], 2)
flat = v.ravel()
v[::-1] = v
print(flat)
