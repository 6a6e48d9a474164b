# Copies lie in memory by stride alone: axes of a broadcast innermost, unlike results of operations.
import numpy as np

b = np.broadcast_to(np.arange(6.0).reshape(2, 3), (2, 2, 3))
for x in (b, b.transpose(1, 0, 2), np.broadcast_to(np.ones((2, 1, 3)), (2, 4, 3)), np.broadcast_to(np.ones((1, 3)), (2, 3)),
          np.broadcast_to(np.ones((3, 1)), (3, 2)), np.broadcast_to(1.0, (3, 2)), np.broadcast_to(b[0], (5, 2, 3)).T):
    print(x.strides, x.astype(np.float32).strides, x.copy().strides, (x + 1).strides, np.zeros_like(x).strides, np.full_like(x, 2).strides)
c = b.astype(np.float32)
d = c.ravel()
d[...] = 9
print(c, d)
e = np.zeros_like(b.T)
f = e.ravel()
f[0] = 1
print(e[0, 0], f[:3])
print(np.complex64(2) ** -1, np.full(1, 2, np.complex64) ** -1, np.complex128(2 - 1j) ** -1)
