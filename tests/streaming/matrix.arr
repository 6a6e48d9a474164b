# flags: --sysmem 3
# null: skip
# Matrices larger than memory: rows, columns, halos.
import numpy as np

r, c = 500, 701
a = np.sqrt(np.arange(r * c, dtype=float) % 1013).reshape(r, c)
b = a[1:-1, 1:-1] * 4 - a[:-2, 1:-1] - a[2:, 1:-1] - a[1:-1, :-2] - a[1:-1, 2:]
print(b.sum(), b.shape)
print(b.max(axis=0)[:5])
print(b.sum(axis=1)[-5:])
rows = a.sum(axis=1)
columns = a.sum(axis=0)
print(rows[:3], columns[:3])
centred = a - a.mean(axis=0)
scaled = centred / (1 + a.max(axis=0))
print(scaled.sum(axis=0)[::100].round(12) + 0.0)
p = np.sqrt(a.max(axis=1, keepdims=True) - a)
p = p / p.sum(axis=1, keepdims=True)
print(p.sum(), p[3, :4], p[-1, -1])
print(a[::2, ::3].sum(), a[::-1].sum(axis=0)[7], (a > 0.5).sum())
t = (a * 2)[10:20] + (a * 3)[480:490]
print(t.sum(), t[2, :3])
f = np.asarray(np.arange(r * c, dtype=np.float32).reshape(r, c) / 7)
print(f.sum(), f.sum(axis=0)[:2], f.min(), f.dtype)
z = a + 1j * a
print(z.sum(), abs(z).max(), z.real.sum())
