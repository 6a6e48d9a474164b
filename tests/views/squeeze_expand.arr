import numpy as np
a = np.arange(3).reshape(1, 3, 1)
s = a.squeeze()
s[1] = 50
print(a, s, np.squeeze(a, axis=0).shape, a.squeeze(axis=(0, 2)).shape, a.squeeze(-1).shape)
e = np.expand_dims(s, 0)
e[0, 2] = 60
print(a.ravel(), e, np.expand_dims(s, (0, 2)).shape, np.expand_dims(s, -1).shape)
print(np.atleast_1d(5), np.atleast_2d(s), np.atleast_2d(a).shape, np.squeeze(5), np.swapaxes(a, 0, 1).shape)
