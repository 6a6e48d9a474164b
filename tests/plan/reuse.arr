# plan: ^reuses 9$
# plan: ^renames 0$
# A large array that ends with the task which reads it gives its memory to what
# the task makes, where both lie alike; not where somebody still reads it, nor
# where the result lies otherwise.
import numpy as np

n = 400
a = np.arange(n * n, dtype=float).reshape(n, n) % 97

b = np.sort(a, axis=1) - np.sort(a, axis=0)       # one of the two
print(b[3, :4], b.sum())

c = np.sort(b, axis=1)
d = c * 2 - np.sqrt(np.abs(c))                    # read twice, before anything is written
e = np.sort(b, axis=0)
f = e + 1
del c
print(d[:2, :3], d.sum(), e[0, :3], f[0, :3])     # e lives on

x = np.arange(200_000.0)
for step in range(4):
    x = x * 1.5 - 1                               # the x before
    print(x[:3], x[-1])

g = np.sort(x.reshape(n, -1), axis=1)
h = g.T * 1                                       # in NumPy's order, which is the operand's
del g
print(h[:2, :3])

o = np.sort(x.reshape(n, -1), axis=1)
p = o.T + x.reshape(-1, n)                        # memory of another order
del o
print(p[:2, :3])

k = np.sort(x.astype(np.float32))
m = k.astype(np.float64) + 1                      # items of another size
del k
print(m[:3])

r = np.sort(x.reshape(n, -1), axis=1)
s = r * 2                                         # written before the next two read
t = np.sqrt(np.abs(r)) + s
u = r.copy()
v = r.max(axis=1)
del r
print(s[:2, :2], t[:2, :2], u[:2, :2], v[:3], (s + t + u).sum())

w = np.sort(x)
y = w.copy()                                      # onto itself
del w
print(y[:3], y.sum())
