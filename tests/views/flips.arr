import numpy as np

# views that write through
a = np.arange(6).reshape(2, 3)
b = np.flip(a)
b[0, 0] = 50
np.flip(a, 1)[0] = 7
np.fliplr(a)[1, 0] += 1
np.flipud(a)[0, 1] = -4
print(a, b, np.flip(a, (0, -1)), np.flip(3))
r = np.rot90(a)
r[0, 0] = 1000
print(a, r, np.rot90(a, 2), np.rot90(a, 3), np.rot90(a, -1), np.rot90(a, 4))
m = np.moveaxis(np.arange(24).reshape(2, 3, 4), 0, -1)
print(m.shape, m[1, 2], np.moveaxis(m, (0, 1), (-1, 0)).shape)
c = np.arange(7)
p = np.array_split(c, 3)
p[1][:] = -1
print(c, p, np.split(c, [2, 5]), np.split(c[:6], 3), np.split(c, [5, 2, 9]))
x = np.arange(12).reshape(3, 4)
print(np.hsplit(x, 2), np.vsplit(x, 3), np.array_split(x, 3, axis=1), np.hsplit(c[:6], 2))
np.hsplit(x, 2)[1][:] = 0
print(x, np.atleast_3d(x).shape, np.atleast_3d(c).shape, np.atleast_3d(5).shape)

# diagonals follow their matrix
d = np.diag(x)
e = np.diagonal(x, 1)
x[1, 1] = 77
x[0, 1] = 33
print(d, e, x.diagonal(-1), np.diag(x, 9), np.diag(d), np.diag([1, 2], 1), np.diag([1.5], -1))
y = np.arange(24).reshape(2, 3, 4)
print(np.diagonal(y, 0, 1, 2), np.diagonal(y, 1, 2, 0), y.trace(), np.trace(x), np.trace(x, 1, dtype=float), np.trace(x, 10))
print(np.trace(np.array([[100, 1], [1, 100]], dtype=np.int8)), np.trace(x))

# rolls are copies
c = np.arange(5)
print(np.roll(c, 2), np.roll(c, -7), np.roll(c, 0), c)
z = np.arange(12).reshape(3, 4)
print(np.roll(z, 1), np.roll(z, 1, axis=0), np.roll(z, -1, axis=1), np.roll(z, (1, 2), axis=(0, 1)))
print(np.roll(z, (1, 2), axis=0), np.roll(z, 1, axis=(0, 1)), np.roll(z.T, 2, axis=1), np.roll(z, (1, 2)), np.roll([], 1))
k = np.roll(z, 1)
k[0, 0] = 99
c[:] = np.roll(c, 1)
print(z[0, 0], c)

# triangles and grids
print(np.triu(z), np.tril(z, -1), np.tril([1, 2, 3]), np.triu(z, 5), np.tril(y, 1), np.tri(3), np.tri(2, 4, 1, dtype=int))
print(np.triu(np.array([[1 + 1j, 2], [3, 4j]]), 1), np.tril(z > 3), np.triu(z.astype(np.float32)).dtype)
u, v = np.meshgrid([1, 2, 3], [4, 5])
i, j = np.meshgrid([1, 2, 3], [4.5, 5], indexing='ij')
print(u, v, i, j, np.meshgrid([1, 2], [3], sparse=True), len(np.meshgrid(c, c, c)), np.meshgrid())
u[0] = 0
print(u)
