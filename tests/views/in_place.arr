# Augmented assignment writes into arrays and rebinds scalars.
import numpy as np
a = np.arange(4.)
b = a
a += 1
print(b, a is b)
a = a + 1
print(b, a is b)
v = b[1:3]
v *= 10
print(b)
b[0] += 5
b[1:] -= [1, 2, 3]
b[::2] /= 2
print(b)
n = np.arange(5)
n *= 2
n //= 3
n **= 2
n %= 5
n -= True
print(n)
n += np.int8(3)
print(n, n.dtype)
f = np.ones(2, np.float32)
f += 1e-1
f *= np.float64(3)
print(f, f.dtype)
s = n[1]
n[1] = 100
print(s)
s += 1
print(s, n)
m = np.ones((2, 3))
m += np.arange(3)
m[:, 1] *= np.array([5, 6])
m[1] += m[0]
print(m)
t = (1, 2)
u = t
t += (3,)
print(u, t)
k = np.array(5)
j = k
k += 1
print(j, k)
def change(x):
    x[0] = -1
    x += 1
    x = x * 2
    return x
p = np.arange(3)
print(change(p), p)
