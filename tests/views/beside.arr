# Library calls that may run side by side, and such that must not: they touch one array.
# flags: --limits tiny --window-size 64 --ompthreads 4
import numpy as np
x = np.array([5.0, 3.0, 1.0, 4.0, 2.0, 9.0, 7.0, 8.0, 6.0, 0.0])
y = x[::-1].copy()
# the halves of one array, sorted in place
a = x.copy()
a[:5].sort()
a[5:].sort()
print(a)
# halves that share an element
a = x.copy()
a[:6].sort()
a[4:].sort()
print(a)
# both write one array
o = np.zeros((2, 10))
np.cumsum(x, out=o[0])
np.cumsum(y, out=o[1])
print(o)
np.cumsum(x, out=o[0])
np.cumsum(y, out=o[0])
np.cumsum(o[0], out=o[1])
print(o)
# reads what the next one overwrites
a = x.copy()
b = np.cumsum(a)
np.cumsum(y, out=a)
c = np.cumsum(a)
print(a, b, c)
# with work between them that one of them needs
a = np.cumsum(x)
u = a * 2
b = np.cumsum(y * 3)
v = b[:5] + u[:5]
c = np.cumprod(v)
d = np.sort(y)
w = c.sum() + d
e = np.argsort(x)
f = np.maximum.accumulate(x)
print(u, v, w, e, f)
# one operand for all, which nobody sees afterwards
def several(n):
    t = np.arange(n) * 5 % 13 * 1.5
    return np.sort(t), np.cumsum(t), np.cumprod(t + 1), np.argsort(t), np.partition(t, 3)[3]
for r in several(12):
    print(r)
# in a loop
t = x
for k in range(5):
    p = np.cumsum(t)
    q = np.sort(t)
    r = np.cumsum(t[::-1])
    t = p - q + r
print(t)
m = np.array([[4.0, 1.0], [1.0, 3.0]])
l = [np.linalg.cholesky(m + k * np.eye(2)) for k in range(6)]
print(np.round(sum(l), 6))
np.add.at(x, np.array([1, 1, 2]), 1.0)
np.add.at(y, np.array([1, 1, 2]), 1.0)
np.add.at(x, np.array([2]), 1.0)
print(x, y)
# divisions by zero and overflows of tasks that ran together
g = np.cumprod(np.full(400, 10.0))
h = np.cumsum(np.full(4, 1e308))
print(g[-1], h[-1])
