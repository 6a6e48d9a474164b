# null: skip
# Many short rows are sorted side by side: every count of rows and lengths around the
# network's, odd values among them, every type, strided and reversed views, in place.
import numpy as np
def mix(rows, n, most):
    return (np.arange(rows * n) * 7919 % 10007 * 31 % most).reshape(rows, n)
for n in [1, 2, 3, 7, 8, 9, 31, 64, 65, 100, 127, 128, 200, 511, 512, 513]:
    for rows in [1, 7, 8, 9, 17, 40]:
        a = np.sort(mix(rows, n, 977))
        b = np.sort(mix(rows, n, 977) / 8 - 40, axis=1)
        c = np.sort(mix(n, rows, 13).astype("int16"), axis=0)
        print(n, rows, a[:: rows // 3 + 1, :: n // 4 + 1].tolist(), b[-1, :: n // 3 + 1].tolist(), c[:: n // 3 + 1, -1].tolist())
        print((np.diff(a) >= 0).all(), (np.diff(b) >= 0).all(), (np.diff(c, axis=0) >= 0).all(), a.sum(), b.sum(), c.sum())
f = mix(26, 50, 701) / 16 - 20
f[3, 7] = np.nan
f[4, ::9] = np.inf
f[5, 1::9] = -np.inf
f[11, ::13] = -0.0
f[11, 5::13] = 0.0
for kind in ["float64", "float32"]:
    s = np.sort(f.astype(kind))
    print(kind, s[3, -3:], s[4, -6:], s[5, :6], (s[11, ::7] + 0.0).tolist(), np.signbit(s)[np.arange(26) != 11].sum(axis=1))
for kind in ["int8", "uint8", "int16", "uint16", "int32", "int64", "uint32", "uint64", "bool"]:
    b = (mix(19, 33, 9973) * 37).astype(kind)
    print(kind, np.sort(b)[::5, ::8].tolist(), np.sort(b[:, ::-1])[7, ::4].tolist(), np.sort(b[::-2, ::3])[3].tolist(), np.sort(b, axis=0)[::6, 4].tolist())
w = mix(40, 90, 5003)
w[3:37, 1:80].sort()
print(w[::9, ::17].tolist(), w.sum())
w.sort(axis=0)
print(w[::9, ::17].tolist(), w.sum())
t = mix(12, 5 * 6, 71).reshape(12, 5, 6)
for axis in [0, 1, 2, -1, None]:
    print(axis, np.sort(t, axis=axis).ravel()[::23].tolist())
z = mix(16, 9, 7) + 1j * mix(16, 9, 11)
print(np.sort(z)[::5, ::3].tolist(), np.argsort(mix(16, 9, 7), kind="stable")[::5].tolist())
