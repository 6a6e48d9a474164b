# Each line and text once; loops, calls and statements of several lines; order.
import numpy as np

a = np.array([1.0, 0.0, -1.0])
for i in range(5):
    x = 1 / a
    y = np.log(a) + i
    print(x, y)
u = 1 / a
v = 1 / a
print(u, v)
w = 1 / a + 1 / (a - 1); q = np.sqrt(a)
print(w, q)


def f(x):
    return x / 0


print(f(a))
print(f(-a) + f(a))
t = np.where(a == 0, 0, 1 / a)
print(t)
r = (
    np.log(a)
    + np.sqrt(a)
)
print(r)
total = 0.0
for k in range(3):
    s = a[k]
    total = total + 1 / s
print(total)
p = a.copy()
for k in range(40):
    p *= 1e10
    p += 1
print(p)
print([1 / s for s in a])
