# null: skip
# Advanced indices mixed with slices, ints, new axes and ellipses: where the
# index arrays' axes go, and the layout that later sums follow.
import numpy as np
b = np.arange(120).reshape(2, 3, 4, 5)
i = np.array([[0, 1, 1]])
j = np.array([1, 0, 2])
m = np.array([True, False, True])
print(b[i].shape, b[:, i].shape, b[..., i].shape, b[i, j].shape, b[i, :, j].shape)
print(b[:, i, j].shape, b[:, i, None, j].shape, b[0, :, j].shape, b[:, 1, j].shape)
print(b[:, m].shape, b[0, m].shape, b[:, m, [0, 1]].shape, b[[1, 0], m].shape, b[1, :, 0, m[[0, 1, 2, 0, 0]]].shape)
print(b[None, j % 2, ..., None].shape, b[True].shape, b[False].shape, b[j % 2, True].shape, b[[[]]].shape)
print(b[:, j, ::-1, 2][1], b[1, ::2, [0, -1], j[:2]], b[i[0], j, ..., -1][2])
print(b[b % 50 == 7], b[:, b[0, :, :, 0] % 3 == 0][1], b[..., b[1, 1, 1] > 81].shape)
print(b[[-1, 0], [[0], [2]], 1:3, 4], b[np.int64(1), np.array(2)].shape, b[range(2), (0, 1)].shape)
b[:, [0, 2], 1] = np.arange(5)
b[0, :, m[:3].nonzero()[0], 0] = [[-1], [-2]]
b[1, m] = -7
b[..., [True, False, False, False, True]] += 1000
b[:, m, 3] *= 2
print(b)
f = np.arange(24.0).reshape(2, 3, 4) / 7
print(f[:, [2, 0, 1]].sum(), f[:, :, [1, 3]].sum(axis=0), f[f > 1].mean(), f[[1, 0], :, 2].T.copy())
f[:, :, [0, 1]] = f[:, :, [1, 0]]
f[[0, 1]] = f[[1, 0]]
f[:, [True, False, True]] = [0.5, 1, 2, 4]
f[f == 4] -= f[0, 0, 0]
print(f)
for k in np.argwhere(f > 2):
    print(k, f[k[0], k[1], k[2]])
