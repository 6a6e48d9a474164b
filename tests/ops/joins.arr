import numpy as np

# concatenate: shapes, axes, promotion, host sequences
a = np.arange(6).reshape(2, 3)
f = np.arange(6.0).reshape(2, 3)
print(np.concatenate([a, f]), np.concatenate((a, a[:1], [[7, 8, 9]])))
print(np.concatenate([a, f], axis=1), np.concatenate([a, [1.5]], axis=None))
print(np.concatenate([[1], [2.5]]), np.concatenate(a), np.concatenate([5, 6], axis=None))
print(np.concatenate([np.zeros((0, 3), dtype=np.int8), a[:, :3]]).dtype)
for d in [np.bool_, np.int8, np.uint8, np.int16, np.uint64, np.float32, np.complex64]:
    x = np.array([1, 0, 2]).astype(d)
    for e in [np.bool_, np.uint8, np.int64, np.float32, np.complex128]:
        r = np.concatenate([x, x.astype(e)])
        print(r, r.dtype)
print(np.concatenate([np.ones(1, dtype=np.float32), 2.0], axis=None))
print(np.concatenate([np.ones(1, dtype=np.int8), 2], axis=None))
print(np.concatenate([np.ones(1, dtype=np.float32), 2j], axis=None))
print(np.concatenate([2, 2.5, True], axis=None))
print(np.concatenate([f, f], dtype=np.float32).dtype, np.concatenate([f, f], dtype=int, casting='unsafe'))
o = np.zeros((4, 3))
r = np.concatenate([a, a[::-1]], out=o)
r[0, 0] = 99
print(o, r is o)

# the parts are read as they are now, and the result is a copy
x = np.arange(4)
y = np.concatenate([x, x[::-1]])
x[0] = 100
y[1] = 50
print(x, y)

# stacks
print(np.stack([a, f]), np.stack([a, a], axis=-1).shape, np.stack([1, 2]), np.stack(a, axis=1))
print(np.hstack([1, 2, [3]]), np.hstack([a, a]), np.hstack(a))
print(np.vstack([1, 2]), np.vstack([[1, 2], [3, 4]]), np.vstack([a, [7.5, 8, 9]]))
print(np.dstack([[1, 2], [3, 4]]), np.dstack([a, a]).shape, np.dstack([a[..., None], a[..., None]]).shape)
print(np.column_stack([[1, 2], [3, 4], a]))
print(np.append(a, 7), np.append(a, [[1, 2, 3]], axis=0), np.append(np.ones(1, dtype=np.float32), 1).dtype)

# repeat and tile
print(np.repeat(a, 2), np.repeat(a, [1, 2], axis=0), np.repeat(a, [0, 2, 1], axis=1), np.repeat(3, 4))
print(np.repeat(a.T, 2, axis=0), np.repeat(a[:, ::-1], (2, 0), axis=0), a.repeat([2]), a.repeat(0))
print(np.tile(a, 2), np.tile(a, (2, 1)), np.tile(a, (2, 1, 1)).shape, np.tile(3, 3), np.tile(a.T, (1, 2)))
print(np.tile(a, 0).shape, np.tile(np.arange(3), (2, 2)), np.tile(np.array(5), ()))

# differences
print(np.diff(a), np.diff(f, axis=0), np.diff([1, 4, 9, 16], n=2), np.diff([True, False, False]))
print(np.diff(a, prepend=0), np.diff(a, append=[[1], [2]]), np.diff([1, 2], n=5), np.diff(np.uint8([3, 1])))

# loops that grow an array
h = np.zeros((0, 2))
for i in range(5):
    h = np.vstack([h, [i, i * i]])
print(h)
