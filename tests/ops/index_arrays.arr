# null: skip
# Masks and index arrays, read and written; what the destination shares with
# the values or the indices is copied first, and of repeated places the last wins.
import numpy as np
w = np.arange(8)
w[w] = w[::-1]
print(w)
w = np.arange(8)
w[[1, 2, 3]] = w[[0, 1, 2]]
w[[5, 6, 7]] = w[4:7]
w[w[:3]] = 9
print(w)
b = np.array([True, False, True])
b[b] = False
print(b)
b = np.array([True, False, True, True])
b[b[::-1]] = b[:1]
print(b)
m = np.arange(6).reshape(2, 3) * 1.0
m[m > 2] = m[0, 1:2]
m[m == 0] += 4
m[m.T.T > 3] = np.nan
m[np.isnan(m)] = 0
print(m)
w = np.zeros(4)
w[[0, 0, 1]] += 1
w[[3, 3]] = [5, 6]
print(w)
s = np.arange(10)[::2]
s[s > 2] *= 10
s[[0, -1]] -= 1
print(s)
i = np.array([2, 0, 1])
x = np.arange(3.0)[i]
i[:] = 0
print(x, np.arange(3)[i])
r = np.zeros((3, 3))
r[np.arange(3), np.arange(3)] = [1, 2, 3]
r[np.array([True, False, True])] += 0.5
r[:, r[0] > 1] = [[7], [8], [9]]
print(r, r[:, [2, 0]].sum(), r[..., [0]].shape)
k = np.array(1)
c = np.arange(6).reshape(2, 3)
d = c[k]
d[:] = 0
print(c, c[k, 2], repr(c[k, k]))
z = np.array(5)
print(z[True], z[False], z[..., True].shape)
z[True] = 6
z[np.array(False)] = 9
print(z)
count = 0
for row in c[[1, 0, 1]]:
    count += row[[0, -1]].sum()
print(count)
