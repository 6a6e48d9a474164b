# flags: --sysmem 3
# null: skip
# Named arrays of more than memory: nothing of them is stored.
import numpy as np

n = 400_001
x = np.sqrt(np.arange(n, dtype=float))
d = x[1:] - x[:-1]
e = d * d
print(e.sum(), x.sum())
m = x.mean()
v = ((x - m) ** 2).mean()
print(m, v, d.max(), e.min())
print(x)
print(x[12], d[-1], e[n // 2])
s = 0.0
for k in range(3):
    s += float((x * k).sum())
print(s)
k = np.arange(n)
print(k.sum(), (k % 7 == 3).sum(), (k[::-3] * k[::-3]).sum())
y = x[: n // 2] + x[n // 2 : n - 1]
print(y.sum(), y[:3], y[-1])
print(x[::-1][: n // 3].sum(), x[::2].sum(), x[5:50:7])
z = x.reshape(-1, 1) * np.array([1.0, -1.0])
print(z.sum(axis=0), z.shape, z[17])
g = 1 + x[1:] * 1e-9
print(np.prod(g), np.prod(z[:40], axis=0), np.cumsum(x[:5]))
