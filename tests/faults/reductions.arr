# Memory fails at every moment of this program (alloc_faults.c): reductions and matrix products.
# null: skip
import numpy as np

a = np.arange(60).reshape(3, 4, 5) % 7
print(a.sum(), a.sum(axis=1), a.max(axis=(0, 2)))
f = a / 4
print(f.mean(axis=0, keepdims=True), f.min(), np.sum(f * f, axis=-1))
print((a > 5).any(axis=2), np.all(a < 7), a.prod(axis=2)[1])
u = f[0] @ f[1].T
v = f @ f[2, 0]
print(u, v)
w = np.arange(6).reshape(2, 3)
print(w @ w.T, np.dot(w[0], w[1]), (w * 1j) @ w.T)
total = 0
for k in range(6):
    u = u @ u.T
    u = u / u.max()
    total = total + u.sum()
    if u[0, 0] > 2:
        break
print(total, u)
