# null: skip
# Products of floats and complex numbers: one after the other, as NumPy's, to the last digit and the sign of zeros.
import numpy as np
for dtype in (np.float32, np.float64, np.complex64, np.complex128):
    for n in (0, 1, 2, 7, 16, 33, 129, 1000, 8191, 8192, 8193, 30001):
        a = (1 + (np.arange(n) * 37 % 101 - 50) / 5000).astype(dtype)
        if a.dtype.kind == 'c': a = (a * (0.8775825618903728 + 0.479425538604203j)).astype(dtype)
        print(n, a.prod(), a[::-1].prod(), a[::3].prod(), np.prod(np.stack((a, a)).T))
    for shape in ((5, 7), (3, 4, 5), (1, 9), (40, 3), (0, 3), (2, 300), (2, 9000), (9000, 2), (20, 30, 40), (3, 8200, 2)):
        n = int(np.prod(shape))
        b = (1 + (np.arange(n) * 37 % 101 - 50) / 5000).astype(dtype).reshape(shape)
        for axis in (None, 0, 1, -1, (0, 1), (0, -1)):
            if axis == (0, -1) and len(shape) < 3: continue
            print(shape, axis, b.prod(axis=axis).ravel()[:9], b.T.prod(axis=axis).ravel()[:9], b[::-1].prod(axis=axis, keepdims=True).ravel()[:5])
z = (np.arange(56) * 7 % 29 - 3).astype(np.complex128).reshape((8, 7))
print(z.prod(axis=(0, 1)), z.prod(axis=0), z.prod(), np.prod([complex(np.inf, 0), 2j]), np.prod([complex(np.inf, 0)]), np.prod([np.inf, 0, 2]), (z.prod() + z.sum()), z.sum(0), z.prod(0))
print(np.prod(np.full(30, 0.7), initial=2), np.prod(np.arange(20.), where=np.arange(20) % 3 == 1), np.multiply.reduce(np.full(31, 1.1)))
