# flags: --sysmem 9
# null: skip
# What is overwritten later is read before, however little memory there is.
import numpy as np

n = 250_000
small = np.arange(8.0)
x = np.sqrt(np.arange(n, dtype=float)) * small[3]
small[3] = 100.0
print(x.sum(), small)
y = x * 2 + small[3]
total = y.sum()
small[3] = total
w = y - small[3]
print(w.sum(), small[3])
x[5] = -1.0
x[10:20] = small[2]
print(x.sum(), x[4:12], y[5])
x += 1
x[1:] = x[:-1] * 0.5
print(x.sum(), x[:6])
q = np.zeros(n)
q[::2] = 1
q[1::2] = x[::2]
print(q.sum(), q[:5])
del x
print(q.sum() - y.sum())
