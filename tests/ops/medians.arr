# Medians by selection: odd and even counts, axes, types, nan, equal elements.
import numpy as np
r = np.random.default_rng(5)
for n in (1, 2, 3, 4, 7, 8, 33, 100, 101, 1000, 5001):
    x = r.random(n)
    y = r.integers(0, 10, n)
    z = r.random((n, 3)).astype(np.float32)
    print(np.median(x), np.median(y), np.median(z), np.median(z, 0), np.median(z, axis=1)[:3], np.median(z, axis=-1, keepdims=True).shape)
    print([np.median(x), np.median(y), np.median(z), np.median(y > 4), np.median(y.astype(np.uint8)), np.median(x + 1j * x)])
    x[n // 3] = np.nan
    z[n // 2, 1] = np.nan
    print(np.median(x), np.median(z, axis=0), np.median(z, axis=1)[n // 2], np.median(z))
print(np.median([[np.inf, 1, 2], [3, -np.inf, 4]], axis=1), np.median([np.inf, np.inf]), np.median([[7, 1, 3], [4, 9, 5]], axis=0, keepdims=True), np.median(5), np.median([3, 3, 3, 3]))
o = np.zeros(2)
print(np.median([[7, 1, 3], [4, 9, 5]], axis=1, out=o) is o, o)
