# Memory fails at every moment of this program (alloc_faults.c): views, new versions of stores.
import numpy as np

a = np.arange(30.0)
b = a[3:20:2]
r = a[::-1]
b[1:] += b[:-1]
a[1:-1] = (a[:-2] + a[2:]) / 2
print(a, r[:4], b)
m = a.reshape(5, 6)
t = m.T
t[2] = 7
m[:, 1:] = m[:, :-1] + 1
print(t.shape, m)
g = np.zeros((6, 6))
g[0] = 1
for k in range(8):
    g[1:-1, 1:-1] = (g[:-2, 1:-1] + g[2:, 1:-1] + g[1:-1, :-2] + g[1:-1, 2:]) / 4
print(g[1:4, 2])
p = t.reshape(2, 15)[:, np.newaxis]
print(p.shape, np.broadcast_to(b, (2, 9))[1, ::4], np.squeeze(p)[0])
a[...] = 0
print(m.sum(), b)
