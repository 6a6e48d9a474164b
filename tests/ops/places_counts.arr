# null: skip
# Places in sorted arrays, counts, sliding products, ufuncs at places.
# The one fallback tells the negative exponent.
# cuda: fallbacks=1 bytes_in=20000 bytes_out=30000
import numpy as np
s = np.sort(np.arange(500) * 7919 % 1009 / 4)
x = np.arange(70) * 31 % 300 - 20.5
x[3] = np.nan
print(np.searchsorted(s, x), np.searchsorted(s, x, side="right")[:9], np.searchsorted(s, 7.25))
print(np.searchsorted(np.arange(10)[::3], [[1, 3], [4, 10]]), np.searchsorted(np.array([1 + 2j, 2, 3j + 3]), [2, 1 + 3j]))
print(np.searchsorted(np.array([1.0, 2.0, np.nan]), [np.nan, 3.0]), np.searchsorted(s[:0], x[:3]), np.digitize(x[:8], s[::100]))
print(np.interp(x, s[::50] + np.arange(10), np.arange(10.0) ** 2), np.interp([1.5, -1, 9], [1, 2, 3], [10.0, 20.0, 5.0]))
k = np.arange(6000) * 7919 % 1013
print(np.bincount(k)[:8], np.bincount(k % 7), np.bincount(k % 3, minlength=5), np.bincount(k * 3).sum(), np.bincount(k * 3)[-4:])
w = np.arange(6000.0) / 7
print(np.bincount(k % 11, weights=w), np.bincount(k, w)[:5], np.bincount(k[::2] % 5, w[::-2]))
print(np.histogram(w, 7), np.histogram(w[:50], [0, 1, 3, 8])[0], np.histogram2d(w, w[::-1], 3)[0])
a = np.zeros(11)
np.add.at(a, k % 11, w)
print(a)
np.subtract.at(a, k[:7] % 11, 0.125)
np.multiply.at(a, [1, 1, 2], 3)
print(a)
b = np.arange(12).reshape(3, 4)
np.add.at(b, [0, 2, 0], np.arange(12).reshape(3, 4) * 10)
np.add.at(b, (slice(None), [1, 1]), 100)
print(b)
np.maximum.at(b, ([0, 1, 0], [3, 3, 3]), [50, 60, 70])
np.add.at(b[::-1, ::2], [0, 0], 5)
print(b)
z = np.zeros(3, complex)
np.add.at(z, [2, 0, 2], [1j, 2, 3])
print(z)
i = np.zeros(5, "int8")
np.add.at(i, k[:900] % 5, np.int8(3))
print(i)
v = np.arange(1, 40.0) / 3
t = np.array([0.5, -1.25, 2, 7])
for mode in ["full", "same", "valid"]:
    print(np.convolve(v, t, mode)[:6], np.correlate(t, v[::2], mode)[-4:], np.convolve(v[::-3], t[::-1], mode)[:3])
print(np.convolve([1, 2, 3], [1, 1, 5]), np.convolve(v[:5] + 1j * v[5:10], t * 1j), np.correlate([True, False, True], [True, True], "full"))
print(np.convolve(np.array([100, 100], "int8"), np.array([2, 3], "int8")))
print(np.arange(6) ** np.arange(6), np.array([[2, 3], [4, 5]]) ** np.array([3, 0]))
try:
    print(np.arange(3) ** np.array([1, -1, 2]))
except ValueError as e:
    print(e)
