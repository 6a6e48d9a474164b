# null: skip
# A mask's count and spans are remembered until the mask is written: each way
# of writing it must be seen. Sizes around the spans, and every item size.
import numpy as np

a = np.arange(200.0)
m = a % 3 == 0
print(a[m].sum(), a[m].size)
m[0] = False
print(a[m].sum(), a[m].size)
m[10:20] = True
print(a[m].sum(), a[m].size)
np.logical_not(m, out=m)
print(a[m].sum(), a[m].size)
m &= a > 50
print(a[m].sum(), a[m].size)
m[m] = False
print(a[m].size, m.sum())
m[::7] = True
v = m[::2]
print(a[::2][v], a[1::2][v])
v[:] = ~v
print(a[m].size, a[:100][v].size)
v[3] = not v[3]
print(a[m].size, a[:100][v].size)
m.fill(True)
print(a[m].size)

# one mask, several uses; several masks in turn
p = np.sin(a) > 0
q = np.cos(a) > 0
for step in range(3):
    x, y = a[p], a[q]
    a[p] = x * 0.5
    a[q] += y.sum() * 0.01
    a[p & q] -= 1
    a[~p] = a[~p] + step
    print(x.size, y.size, a.sum().round(6))

# sizes about the spans and the vectors; every item size
for n in (1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 1000, 32767, 32768, 32769, 70001):
    k = np.arange(n)
    some = k * 7 % 5 < 2
    r = k[some]
    print(n, r.size, r.sum(), k[~some].sum(), np.nonzero(some)[0].sum())
for t in (np.bool_, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.float32, np.int64, np.float64,
          np.complex64, np.complex128):
    w = (np.arange(300) % 11).astype(t)
    some = np.arange(300) % 4 == 1
    r = w[some]
    print(r.dtype, r.size, r[:9], r[-3:])
    w[some] = w[~some][:75]
    print(w[:12], w[-8:])
    w[some] = w[some][::-1]
    print(w[:12], w[-8:])

# sparse and full
z = np.zeros(5000, dtype=bool)
z[[63, 64, 4095, 4999]] = True
print(np.arange(5000)[z], np.nonzero(z)[0])
z[:] = True
print(np.arange(5000)[z].sum())
s = np.arange(5000.0)
s[z] = np.arange(5000.0)[::-1]
print(s[:3], s[-3:])
big = np.arange(70001) % 3 == 0
t = np.arange(70001)
t[big] = -t[big]
print(t[:7], t.sum())

# more axes: rows, columns, leading masks, other orders
g = np.arange(60).reshape(5, 12)
h = g % 7 < 3
print(g[h])
g[h] = -g[h]
print(g)
print(g.T[h.T], g[:, h[0]], g[h[:, 1]], g[::2][h[::2]], g[:, ::-1][h[:, ::-1]])
f = np.asarray(g.T.copy().T)
print(f[h])
f[h.copy()] = np.arange(h.sum())
print(f)
