# Memory fails at every moment of this program (alloc_faults.c): elementwise operations.
import numpy as np

a = np.arange(24.0).reshape(4, 6)
b = np.linspace(1, 2, 6)
c = a * b + 1
d = np.where(c > 10, c, -c)
d += a
d[1:3] *= 2
print(d)
i = np.arange(7, dtype='int16') - 3
print(i // 2, i % 2, i.astype('uint8'), (i / 2).astype('float32'))
z = np.array([1 + 2j, -3j, 0.5])
print(z * z.conj(), np.abs(z).real)
for k in range(9):
    e = np.sqrt(c) * k
    c = c + e - k
    if k % 4 == 3:
        print(c[0, 0], e[-1])
s = c[1, 1]
c[1, 1] = 0
print(s, c[1, :3], np.maximum(i, 0), ~(i > 0))
