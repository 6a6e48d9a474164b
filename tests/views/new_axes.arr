import numpy as np
a = np.arange(6.).reshape(2, 3)
print(a[None].shape, a[:, None].shape, a[..., None].shape, a[None, :, None, 1].shape)
b = a[:, np.newaxis, :]
b[1, 0, 2] = 50
print(a)
v = np.arange(3)
print(v[:, None] * v[None, :])
print(v[:, None] + v)
w = v[None, ::-1]
w[0, 0] = 9
print(v)
print(a[..., 0], a[0, ...], a[...].shape, a[0, 0, ...], a[()].shape)
