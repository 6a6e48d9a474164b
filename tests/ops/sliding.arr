# null: skip
# oracle: ulp=64 -- NumPy adds the products of a convolution in the order of its dot
# Convolutions, interpolations and counts that are longer than a tile, of all types and layouts.
import numpy as np

for n in [1, 2, 5, 511, 513, 4099]:
    for m in [1, 2, 3, 4, 5, 9]:
        a = np.arange(n) % 7 - 2.5
        v = np.arange(m) * 0.5 + 1
        for mode in ['full', 'same', 'valid']:
            c = np.convolve(a, v, mode)
            print(n, m, mode, c.shape, c[:2], c[-2:], np.abs(c).sum(), np.correlate(a, v, mode).sum())
for kind in ["?", "i1", "u1", "i2", "u4", "i8", "f4", "c8", "c16"]:
    a = (np.arange(600) % 5).astype(kind)
    v = (np.arange(6) % 3).astype(kind)
    print(kind, np.convolve(a, v)[:7], np.convolve(a[::2], v[::-1])[-7:], np.convolve(v, a, 'same').dtype)
    print(np.correlate(a, v)[:3], np.correlate(v, a, 'full')[:8])
print(np.convolve([1, 2, 3], [0.5, True, 2.5]), np.convolve([np.inf, 1, 2], [0.0, 1]), np.convolve(3, [1, 2]))

xp = np.arange(50) * 1.5 + (np.arange(50) % 3) * 0.25
fp = np.arange(50) % 9 * 1.0
x = np.linspace(-3, 90, 3003)
print(np.interp(x, xp, fp)[::301], np.interp(x, xp, fp, left=-1)[:2], np.interp(x, xp, fp, right=-1)[-2:])
print(np.interp(x[:12].reshape(3, 4).T, xp, fp), np.interp(x[::-1], xp[::-1][::-1], fp).sum())
print(np.interp([np.nan, 1, np.inf, -np.inf], xp, fp), np.interp(xp[:5], xp, fp), np.interp(2, xp, fp))
print(np.interp([0.5, 1, 1.5], [1], [7]), np.interp([0.5, 1, 1.5], [1, 1, 1], [7, 8, 9]))
print(np.interp([0.5, 1.5], [0, 1, 2], [np.inf, np.inf, 0]), np.interp([0.5], [0, 1], [np.nan, 1]))

places = np.arange(5000) * 7 % 31
print(np.bincount(places), np.bincount(places[::3]), np.bincount(places * 50)[::350], np.bincount(places.astype("u1")[:3]))
sorted_ = np.arange(1000) // 3
print(np.searchsorted(sorted_, np.arange(-2, 340, 11)), np.searchsorted(sorted_, [[5, 6], [7, 400]], 'right'))
print(np.searchsorted(np.array([1.0, 2, np.nan]), [0, 1, 2, 3, np.nan]), np.searchsorted([3], [2, 3, 4], 'right'))
print([int(np.searchsorted(np.arange(k) * 2, np.arange(-1, 2 * k + 1)).sum()) for k in range(1, 20)])
wave = np.arange(3000) * 37 % 101
print(np.isin(wave, [3, 50, 7]).sum(), np.isin(wave, np.arange(0, 100, 5)).sum(), np.isin([1.0, np.nan], [np.nan, 1]))
for q in [0, 1, 30, 50, 99.5, 100]:
    print(np.percentile(wave, q), np.percentile(wave * 0.5, q), np.percentile((wave * 0.5).reshape(30, 100), q, axis=1)[:3])
    print(np.quantile(np.array([1.0, np.nan, 3]), q / 100), np.quantile(np.array([4.0, -0.0]), q / 100, keepdims=True))
