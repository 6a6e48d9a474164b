# null: skip
# Sorts of rows of all lengths and types: stable, nan last; partitions keep their order.
# cuda: fallbacks=0 bytes_in=20000 bytes_out=200000
import numpy as np
def mix(n, most):
    return np.arange(n) * 7919 % 10007 % most
for n in [1, 2, 3, 255, 1024, 1025, 4096, 4097, 9001]:
    a = mix(n, 1 << 40) - 300
    f = a / 8
    k = np.argsort(a % 50, kind="stable")
    print(n, np.sort(a)[:: n // 5 + 1], k[:: n // 7 + 1], (np.diff(np.sort(f)) >= 0).all())
    print(np.sort(f[::-1])[:: n // 5 + 1], np.argsort(-f, kind="stable")[:: n // 7 + 1])
f = mix(3000, 700) / 16 - 20
f[::97] = np.nan
f[5::201] = np.inf
f[6::301] = -np.inf
f[7::401] = -0.0
f[8::401] = 0.0
for kind in ["float64", "float32"]:
    g = f.astype(kind)
    s = np.sort(g)
    print(kind, s[::300], s[-40:-28], np.isnan(s).sum(), np.argsort(g, kind="stable")[::211])
    h = g[:40]
    print(np.sort(h), np.argsort(h, kind="stable"))
    h.sort()
    print(h[:6], np.signbit(np.sort(g[g == 0], kind="stable")).sum())
for kind in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "uint64", "bool"]:
    b = (mix(2500, 9973) * 37).astype(kind)
    print(kind, np.sort(b)[::250], np.argsort(b, kind="stable")[::250], np.sort(b[:17]))
c = f[:2000] + 1j * f[1000:]
print(np.sort(c[np.isfinite(c)])[::300], np.argsort(c, kind="stable")[::173], np.sort(c[:12]))
print(np.argsort(c.astype("complex64"), kind="stable")[-5:])
m = mix(60000, 911).reshape(40, 1500)
print(np.sort(m)[::13, ::500], np.argsort(m, axis=0, kind="stable")[::13, ::500])
print(np.sort(m, axis=None)[::9000], np.sort(m[:, ::-1][:, :700], axis=-1)[3, ::99])
w = m[:30, :1200].copy()
w.sort()
print(w[::7, ::300])
w.sort(axis=0)
print(w[::7, ::300])
v = w[::2, ::3]
v.sort()
print(v[::7, ::100], w.sum())
r = mix(7200, 89).reshape(900, 8)
print(np.sort(r)[::200], np.argsort(r, kind="stable")[::200])
for n in [5, 64, 1000, 5000]:
    p = mix(n, 997)
    for k in [0, n // 2, n - 1]:
        q = np.partition(p, k)
        print(n, q[k], (q[:k] <= q[k]).all(), (q[k:] >= q[k]).all(), p[np.argpartition(p, k)[k]])
print(np.partition(m, 700)[:, 700], np.median(m, axis=1)[:5], np.percentile(f[1000:1090], [10, 50]), np.median(m))
print(np.unique(mix(5000, 37)), np.unique(m, return_counts=True)[1][:9])
u, i, j = np.unique(mix(300, 23)[::-1], return_index=True, return_inverse=True)
print(u, i, j[:20])
print(np.sort(np.zeros((0, 3)), axis=0).shape, np.sort(np.zeros((3, 0))), np.argsort(np.float64(3)))
