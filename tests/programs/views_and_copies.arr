# What is a view and what a copy; writes through both; joins and splits.
# null: skip
import numpy as np

a = np.arange(12).reshape(3, 4)
v = a[1:, ::2]
v[...] = -1
print(a)
r = a.reshape(-1)
r[0] = 100
f = a.flatten()
f[1] = 999
print(a[0], np.shares_memory(a, r), np.shares_memory(a, f), np.may_share_memory(a, v))
t = a.T
t[0, 2] = 55
print(a, t.shape, t[::-1, ::-1])
a[[0, 2]] = a[[2, 0]]
print(a)
a[:, 1] += 1000
a[a == -1] = 0
a[0:2, [0, 3]] *= 2
print(a)
b = a.copy()
b[b > 500], b[0] = 1, [9, 8, 7, 6]
print(b, b.max(axis=0), b.min(axis=1, keepdims=True))
x = np.zeros(5)
y = x
y += 1
z = x + 1
z[0] = 7
print(x, y is x, z)
def modify(arr):
    arr[0] = -5
    arr = arr * 2
    return arr
print(modify(x), x)
c = np.arange(24).reshape(2, 3, 4)
print(c[0, :, -1], c[..., 0], c[1, ..., ::-1][0], c[:, 1].shape, c[None].shape, c[:, None, 0].shape)
print(np.swapaxes(c, 0, 2).shape, np.moveaxis(c, 0, -1).shape, c.transpose(1, 0, 2)[2, 1], c.squeeze().shape)
print(np.split(np.arange(9), 3), np.hsplit(a, 2)[0], np.concatenate([a, a], axis=1).shape, np.stack([a, b]).shape)
d = np.diag([1, 2, 3])
d.flat[::4] = 7
print(d, d.flat[4], list(d.flat)[:4], np.diagonal(d))
e = np.insert([1, 2, 3], 1, 9)
print(e, np.delete(e, [0, 2]), np.append(e, [[5]]), np.unique([3, 1, 3, 2], return_index=True, return_inverse=True))
for i, row in enumerate(a):
    row[i] = -i
print(a)
for idx, val in np.ndenumerate(a[:2, :2]):
    print(idx, val, end=" ")
print()
print([i for i in np.ndindex(2, 2)], a.tolist(), a.sum().item(), a.ravel()[3:6].tolist())
a.sort(axis=1)
print(a, np.sort(a, axis=None)[:4], a.argsort(axis=0), np.searchsorted([1, 3, 5], [0, 3, 6], side="right"))
np.random.default_rng(0).shuffle(a)
print(np.roll(a, 1, axis=1), np.rot90(a), np.tril(a), np.partition([4, 1, 3], 1)[1])
