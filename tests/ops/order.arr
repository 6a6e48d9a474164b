import numpy as np

# cumulative sums and products: types, axes, order of additions
a = np.arange(1, 13).reshape(3, 4)
print(np.cumsum(a), np.cumsum(a, axis=0), np.cumsum(a, axis=1), a.cumsum(-1), a.T.cumsum(0))
print(np.cumprod(a, axis=0), a.cumprod(), np.cumprod(a[::-1, ::2], axis=1))
for d in [np.bool_, np.int8, np.uint8, np.int32, np.uint64, np.float32, np.float64, np.complex64]:
    s = np.cumsum(np.array([1, 1, 3]).astype(d))
    p = np.cumprod(np.array([1, 2, 3]).astype(d))
    print(s, s.dtype, p, p.dtype)
print(np.cumsum([200, 100], dtype=np.uint8), np.cumsum([1.5, 2], dtype=int), np.cumsum([True, True], dtype=bool))
x = 0.1 * np.arange(1000)
print(np.cumsum(x)[-1], np.cumsum(x.reshape(10, 100), axis=0)[-1, -1], np.cumprod(1 + x / 1000)[-1])
print(np.cumsum(5), np.cumsum(np.array(5), axis=0), np.cumsum([]), np.float64(3).cumsum())
o = np.zeros(12)
print(np.cumsum(a, out=o) is o, o)
z = np.cumprod(np.array([1 + 2j, 3 - 1j, 0.1j]))
print(z)

# argmin, argmax: first of equals, first nan, axes, keepdims
b = np.array([[3, 1, 3, 0], [0, 5, 5, 2], [7, 7, 0, 0]])
print(np.argmax(b), np.argmin(b), np.argmax(b, axis=0), np.argmin(b, axis=1), b.T.argmax(1), b[:, ::-1].argmax(axis=-1))
print(np.argmax(b, axis=1, keepdims=True), np.argmax(b, keepdims=True), b.argmin(0), np.argmax(5))
print(np.argmax([1, np.nan, 3, np.nan]), np.argmin([1, np.nan, 0]), np.argmax([False, True, True]), np.argmin([-0.0, 0.0]))
print(np.argmax([1 + 1j, 1 + 2j, 1]), np.argmin([1 + 1j, 1 - 2j, 1]), np.argmax([1, 1j * np.nan, 9]))
o = np.zeros(4, dtype=np.int32)
print(np.argmax(b, axis=0, out=o) is o, o)
big = np.arange(50000) * 7919 % 50021
print(np.argmax(big), np.argmin(big), np.argmax(big.reshape(2, -1), axis=1), np.argmax(big[::-3]))

# sort, argsort
c = np.array([[3, 1, 2], [9, 7, 8]])
print(np.sort(c), np.sort(c, axis=0), np.sort(c, axis=None), np.sort(c[::-1, ::-1].T, axis=1))
print(np.argsort(c), np.argsort(c, axis=0), np.argsort(c, axis=None), np.argsort(5))
print(np.sort([3, np.nan, -np.inf, 1, np.inf, np.nan]), np.argsort([3, np.nan, -np.inf, 1], kind='stable'))
print(np.sort([0.0, -0.0, 1, -1]), np.sort(np.array([2, -0.0, 0.0, -0.0], dtype=np.float32)), np.sort([True, False, True]))
n = np.nan
print(np.sort(np.array([complex(n, n), complex(n, 1), complex(1, n), 2 + 3j, 2 - 1j, complex(0, n)])))
print(np.argsort([2, 1, 2, 1, 2, 1], kind='stable'), np.argsort(-np.arange(5), stable=True))
for d in [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64, np.float32, np.float64, np.complex64]:
    v = (np.arange(200) * 37 % 101 - 50).astype(d)
    w = np.sort(v)
    print(w[:3], w[-3:], w.dtype, np.sum(np.argsort(v, kind='stable') * np.arange(200)), np.sum(w[1:] == v[np.argsort(v)][1:]))

# in place, through views, and before later uses
s = np.array([5, 3, 9, 1, 7, 2])
t = s * 2
s.sort()
u = s + 0
s[::2].sort()
print(s, t, u, s.sort(kind='stable'))
m = np.array([[3, 1], [2, 0]])
m.sort(axis=0)
m[:, 1].sort()
print(m)
p = np.arange(6)[::-1].copy()
p[1:5].sort()
q = p[0] + p[1]
p.sort()
print(p, q)

# searchsorted
e = np.array([1, 3, 3, 5])
print(np.searchsorted(e, [0, 1, 3, 4, 9]), np.searchsorted(e, [1, 3, 5], side='right'), np.searchsorted(e, 2.5))
print(np.searchsorted([1, 2, np.nan], [np.nan, 0]), np.searchsorted([], 2), np.searchsorted([1, 2, 3], [[1, 2], [3, 4]]))
