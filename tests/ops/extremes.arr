# Lengths around the lanes and blocks of vector loops; nan, infinities and zeros anywhere.
import numpy as np
r = np.random.default_rng(3)
for dtype in (np.float32, np.float64):
    for n in (1, 2, 31, 32, 63, 64, 65, 96, 127, 128, 129, 500, 1023, 1024, 1025, 8191, 8193, 20000):
        a = r.normal(size=n).astype(dtype)
        print(n, a.max(), a.min(), a.argmax(), a.argmin(), np.ptp(a))
        for place in (0, n // 2, n - 1):
            b = a.copy()
            b[place] = np.nan
            c = a.copy()
            c[place] = np.inf
            d = a.copy()
            d[place] = -np.inf
            print(b.max(), b.min(), b.argmax(), c.max(), c.argmax(), c.min(), d.min(), d.argmin(), d.max())
        z = np.abs(a)
        z[n // 3] = 0
        print(z.min(), z.argmin(), (-z).max() == 0, (-z).argmax(), np.abs(z * 0).max(), (a * np.nan).max())
    m = r.normal(size=(70, 130)).astype(dtype)
    print(m.max(axis=1)[:3], m.max(axis=0)[:3], m.min(axis=1)[-3:], m[:, ::2].max(), m.T.min(), m.max(axis=(0, 1)))
