import numpy as np
v = np.arange(3)
b = np.broadcast_to(v, (2, 3))
print(b, b.shape, b.sum(), b.copy())
v[1] = 10
print(b)
c = b + np.array([[1], [2]])
c[0, 0] = 5
print(c)
print(np.broadcast_to(1.5, (2, 2)), np.broadcast_to(v, 3), np.broadcast_to(np.zeros((3, 1)), (3, 0)).shape)
d = b.reshape(6)
d[0] = 9
print(v, d)
e = b[1] * 2
e[0] = 1
print(e, v)
