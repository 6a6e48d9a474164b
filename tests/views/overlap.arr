# Right-hand sides that overlap the target behave as if copied first.
import numpy as np
a = np.arange(8)
a[1:] += a[:-1]
print(a)
a = np.arange(8)
a[:-1] += a[1:]
print(a)
a = np.arange(8)
a[1:] = a[:-1]
print(a)
a[:-1] = a[1:]
print(a)
a = np.arange(8)
a[:] = a[::-1]
print(a)
a += a[::-1]
print(a)
a = np.arange(8)
a[::2] = a[4:]
print(a)
m = np.arange(9).reshape(3, 3)
m[...] = m.T
print(m)
m += m.T
print(m)
m[1:, 1:] = m[:-1, :-1]
print(m)
m[0], m[1] = m[1], m[0]
print(m)
m[0] = m[0] + m[1]
m[:, 0] = m[0]
print(m)
x = np.arange(6.)
y = x[1:]
y *= x[:-1]
print(x, y)
np.add(x[:-1], x[1:], out=x[1:])
print(x)
u = np.linspace(0, 1, 6)
for i in range(3):
    u[1:-1] = u[1:-1] + 0.5 * (u[2:] - 2 * u[1:-1] + u[:-2])
    u[0] = u[-2]
print(u)
