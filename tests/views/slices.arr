# Slices are views: writing through them is seen everywhere.
import numpy as np
a = np.arange(10)
b = a[2:8]
b[0] = 100
print(a, b)
c = b[::2]
c[1] = -1
print(a, b, c)
print(a[::-1], a[8:2:-2], a[-3:], a[:-3], a[100:], a[-100:3], a[5:2])
r = a[::-1]
r[:3] = 7
print(a)
r[::3] += 1
print(a, r)
n = 3
print(a[n:n + 4], a[-n:], a[:n:-1])
m = np.arange(20).reshape(4, 5)
print(m[1], m[:, 1], m[1:3, 2:4], m[::-1, ::-2], m[-1, -1], m[2][3])
m[1:3, 2:4] = 0
m[:, 0] = [1, 2, 3, 4]
m[0] = -1
m[..., -1] = 9
print(m)
column = m[:, 2]
column *= 10
print(m)
e = m[2:2]
e[...] = 5
print(e, e.shape, m[:, 5:].shape)
