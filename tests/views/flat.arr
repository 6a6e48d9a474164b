# null: skip
# a.flat: elements one by one, by index, and written; ndenumerate, ndindex
import numpy as np
a = np.arange(6).reshape(2, 3)
for v in (a, a.T, a[:, ::-2], np.array(5), np.zeros((0, 2)), np.arange(8.0).reshape(2, 2, 2)[:, ::-1], a == 2, a * 1j):
    print(len(v.flat), list(v.flat), np.array(v.flat), np.asarray(v.flat).dtype, sum(v.flat))
    if v.size > 1:
        print(v.flat[1], v.flat[-1], v.flat[1:4], v.flat[::-2], v.flat[[0, 1]], v.flat[...], np.sum(v.flat), v.flat[1:1], v.flat[np.array([[0, 1], [1, 0]])])
t = a.T
t.flat[1] = 10
t.flat[-1] += 5
t.flat[2:4] = [7, 8]
print(a)
t.flat[[0, 5]] = 99
a.flat[1:6:2] = -1
a[:, ::-2].flat[0:4] = [1, 2]
print(a)
a.flat = [1, 2, 3, 4]
print(a)
t.flat = 7
a[0].flat = np.arange(3)
print(a)
b = a.flat[0:3]
b[0] = 1000
c = np.zeros((2, 2))
c.flat[c.ravel() == 0] = 5
c.flat[::3] = 2.5
np.fill_diagonal(c, 9)
c.flat[:: c.shape[1] + 1] += 1
print(a, b, c)
i = 0
for x in a.T.flat:
    i += x
print(i, max(a.flat), list(np.ndindex(2, 3)), list(np.ndindex((2, 1))), list(np.ndindex()), list(np.ndindex(2, 0)), list(np.ndindex(3)))
for index, value in np.ndenumerate(a.T):
    print(index, value, end='; ')
print(list(np.ndenumerate([[1.5], [2.5]])), list(np.ndenumerate(7)), list(np.ndenumerate(np.zeros((0, 2)))))
d = np.zeros((3, 2))
for i, j in np.ndindex(d.shape):
    d[i, j] = 10 * i + j
print(d, next(a.flat), d.flat[3])
