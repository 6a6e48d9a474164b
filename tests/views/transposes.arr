import numpy as np
a = np.arange(6).reshape(2, 3)
t = a.T
t[0, 1] = 99
print(a, t)
a.T[...] = np.arange(6).reshape(3, 2)
print(a)
t[1:] += 10
print(a)
b = np.arange(24).reshape(2, 3, 4)
print(b.transpose(2, 0, 1).shape, b.transpose().shape, np.transpose(b, (1, 0, 2))[2, 1], b.swapaxes(0, 2).shape)
s = b.swapaxes(0, 1)
s[0, 1, :] = -1
print(b)
print(b.T.T[1, 0])
x = a.T + a.T
print(x, x.shape, (a.T @ a))
print(np.zeros_like(a.T).shape, a.T.copy()[0])
a += a.T[:2, :1]
print(a)
