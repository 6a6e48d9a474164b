# null: skip
# One index array along one axis: gathers and scatters of all kinds of items
# and rests; repeated places, where the last one wins; overlap with the index.
import numpy as np

k = np.arange(5000) * 7 % 3001
a = np.arange(3001) * 1.5
print(a[k].sum(), a[k][:5], a[-k - 1][-5:], a[k[::-3]][:4])
a[k] = np.arange(5000)
print(a[:6], a[-6:], a.sum())
a[k] += 1
print(a.sum())
a[k[:7]] = -1
print(a[:50:7])

for t in (np.bool_, np.int8, np.int16, np.int32, np.float32, np.float64, np.complex64, np.complex128):
    w = (np.arange(40) % 7).astype(t)
    w[[3, -1, 3, 0]] = np.array([1, 0, 1, 1]).astype(t)
    print(w[[3, -1, 3, 0, 12]], w[::2][[-1, 0, 5]], w[::-1][[1, 2]])

g = np.arange(60.0).reshape(3, 4, 5)
print(g[[2, 0, 2]].sum(axis=0), g[:, [3, 1]][1], g[..., [0, -1, 0]][2])
g[:, [0, 2]] = g[:, [2, 0]]
print(g[0], g.T[[4, 0]][:, 1])
big = np.arange(40000).reshape(4, 10000)
p = np.arange(20000) % 10000
big[:, p] = np.arange(20000)
print(big[:, :3], big[:, -3:], big[[3, 1], 5:8])
rows = np.zeros((2000, 30), dtype=np.int32)
rows[np.arange(4000) % 2000] += np.arange(30)
print(rows.sum(), rows[1999, :4], rows[[-1, 0]].sum())

i = np.arange(10)[::-1].copy()
i[i] = np.arange(10)
print(i)
i[i[::-1]] = i
print(i)
j = np.arange(8)
j[j] += j
print(j)
v = np.arange(3)
v[np.array([0, 0, 2], dtype=np.uint8)] += 5
print(v, np.take(v, [[0, 1], [2, 2]]), np.take(np.arange(6).reshape(2, 3), [2, 0], axis=1))
