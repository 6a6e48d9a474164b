# oracle: ulp=8  (the sums that cov takes through BLAS)
# null: skip
import numpy as np
a = np.arange(24).reshape(2, 3, 4) % 7
for dt in (np.bool_, np.int8, np.uint16, np.int32, np.int64, np.float32, np.float64):
    x = (a % 2).astype(dt) if dt is np.bool_ else a.astype(dt)
    for axis in (None, 0, 1, -1, (0, 2), ()):
        print(x.var(axis), x.std(axis=axis, ddof=1), np.var(x, axis, ddof=1.5, keepdims=True))
        if x.dtype.kind != 'b':
            print(np.ptp(x, axis), np.ptp(x, axis=axis, keepdims=True).dtype)
    print(repr(np.var(x)), repr(np.std(x, 0).dtype), np.average(x), np.median(x))
z = a + 1j * a[::-1]
print(z.var(), z.std(0), np.var(z.astype(np.complex64), axis=1).dtype)
print(np.var(a, dtype=np.float32), np.std([1, 2, 3, 4]), np.var([[1.5, 2], [3, 4]], 1))
print(np.var(a, mean=a.mean()), np.var(a, correction=1), np.std(a, 0, mean=a.mean(0, keepdims=True)))
out = np.zeros(4)
print(np.var(a, axis=(0, 1), out=out), out, np.std(a, (0, 1), None, out), out)
o32 = np.zeros((2, 3), np.float32)
print(np.std(a, axis=2, out=o32), o32.dtype)
print(np.ptp(a, 0, np.zeros((3, 4), np.int64)))
b = a.astype(np.float64)
w = np.arange(24.0).reshape(2, 3, 4)
for axis in (None, 0, 1, 2, (0, 1)):
    print(np.average(a, axis, w), np.average(b, axis=axis), np.average(b, axis, returned=True))
    print(np.average(b, axis, w, returned=True, keepdims=True))
print(np.average(a, 1, [1, 2, 3]), np.average(b.astype(np.float32), 2, np.array([1, 2, 3, 4], np.float32)).dtype)
print(np.average(a.astype(np.int8), weights=w.astype(np.int8)), np.average(b.astype(np.float32), weights=a).dtype)
print(np.average(z, 0, w), np.average([1, 2], weights=[1j, 2]))
m = np.array([[1.0, 2, 4, 3], [2, 1, 0, 7], [3, 3, 1, 1]])
print(np.cov(m), np.cov(m, rowvar=False), np.cov(m, bias=True), np.cov(m, ddof=0), np.cov(m[0]))
print(np.cov(m[0], m[1]), np.cov(m, m[1]), np.cov(m[:2].T, m[1:].T, rowvar=False))
print(np.cov(m, fweights=[1, 2, 1, 3]), np.cov(m, aweights=[1, 2, 1, 0.5]))
print(np.cov(m, fweights=[1, 2, 1, 3], aweights=[1, 2, 1, 0.5]), np.cov(m, aweights=[1, 2, 1, 3], ddof=0))
print(np.cov([1, 2, 3]), repr(np.cov([1, 2, 4])), np.cov(m.astype(np.float32)).dtype)
print(np.cov(m.astype(np.float32), dtype=np.float32).dtype, np.cov(m + 1j * m[::-1]))
print(np.corrcoef(m), np.corrcoef(m[0], m[1]), np.corrcoef([1.0, 2, 4]))
print(np.corrcoef(m + 1j * m[::-1]).shape)
for axis in (None, 0, 1, -1):
    print(np.median(a, axis), np.median(b, axis), np.median(a, axis, keepdims=True))
b[0, 1, 2] = np.nan
print(np.median(b), np.median(b, 0), np.median(b, axis=2), np.median([2.5]), np.median([3, 1]), np.median([3.0, np.nan]))
print(np.median(b.astype(np.float32), 1), np.median(a, 1, out=np.zeros((2, 4))))
