# null: skip
import numpy as np
a = np.array([[10, 7, 4], [3, 2, 1], [8, 0, 5], [9, 9, -6]])
x = a / 3
n = np.where(a == 9, np.nan, x)
n[1] = np.nan
methods = ('inverted_cdf', 'averaged_inverted_cdf', 'closest_observation', 'interpolated_inverted_cdf', 'hazen', 'weibull', 'linear', 'median_unbiased', 'normal_unbiased', 'lower', 'higher', 'midpoint', 'nearest')
for method in methods:
    for v in (a, x, np.arange(7), [3.5], np.arange(10.0)):
        print(method, np.quantile(v, [0, 0.1, 0.25, 0.5, 0.6, 0.99, 1], method=method), np.percentile(v, 30, axis=0, method=method), np.quantile(v, 0.75, method=method))
    print(np.nanquantile(n, [0.2, 0.5], axis=0, method=method), np.nanpercentile(n, [10, 70], axis=1, method=method), np.nanquantile(n, 0.4, method=method))
b = np.arange(24.0).reshape(2, 3, 4) * 7 % 11
for q in (0.5, [0.25, 0.75], [[0.1], [0.9]], 0, 1):
    for ax in (None, 0, 1, -1, (0, 2), (1,)):
        for keep in (False, True):
            r = np.quantile(b, q, axis=ax, keepdims=keep)
            print(q, ax, keep, np.shape(r), r, np.nanquantile(b, np.ravel(q), ax, keepdims=keep))
f = x.astype(np.float32)
print(np.quantile(f, 0.3), np.quantile(f, [0.3]).dtype, np.percentile(f, 30), np.percentile(f, [25, 50], axis=0), np.percentile(a.astype(np.uint8), 25), np.median(f).dtype, np.quantile(f, np.float64(0.3)).dtype, np.quantile(a > 3, 0.5, method='lower'))
print(np.quantile(n, 0.5), np.quantile(n, [0.1, 0.9], axis=1), np.percentile(n, 50, axis=0), np.nanquantile([np.nan, np.nan], 0.5), np.nanmedian(n), np.nanmedian(n, axis=0), np.nanmedian(n, axis=1), np.nanmedian(n, axis=1, keepdims=True), np.nanmedian(a, axis=0), np.nanmedian(n.astype(np.float32), axis=1).dtype, np.nanmedian([1, np.nan, 4]), np.nanmedian(b, axis=(0, 2)))
out = np.zeros(3)
print(np.quantile(a, 0.5, axis=0, out=out) is out, out, np.nanquantile(n, 0.5, axis=0, out=out), np.percentile([1, 2, 3], 100), np.percentile([np.inf, 1, 2], [0, 50, 100]), np.quantile([1, 2, 3], [0.5, 0.5]))

# zeros keep NumPy's sign, and infinities meet in nan where NumPy's do
for n in (1, 2, 3, 6):
    for method in ('linear', 'midpoint', 'averaged_inverted_cdf', 'hazen', 'weibull', 'median_unbiased', 'lower', 'nearest'):
        for x in (np.full(n, -0.0), np.array([1.0, np.inf] * n), np.full(n, -np.inf)):
            print(np.quantile(x, [0, 0.1, 0.25, 0.5, 0.77, 1], method=method), np.nanquantile(x, 0.9, method=method))
