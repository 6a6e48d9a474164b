# Elements put at places, of which the last one wins where they come twice.
# cuda: fallbacks=0 bytes_in=9000 bytes_out=12000
import numpy as np
n = 4000
a = np.zeros(n)
k = np.arange(9000) * 7919 % n
a[k] = np.arange(9000.0)
print(a[:6], a.sum(), a.argmax())
a[k % 10] = np.arange(9000.0)
print(a[:12])
a[k[:3]] = 5
print(a[k[:4]])
a[-1 - k % 3] += 1
print(a[-4:], a[k[:2] - n])
b = np.arange(24).reshape(4, 6)
b[[1, 3, 1]] = np.arange(18).reshape(3, 6) * 10
print(b)
b[:, [0, 0, 5]] = np.arange(12).reshape(4, 3)
print(b)
b[[0, 1, 0], [2, 3, 2]] = [7, 8, 9]
b[::2, ::-1][[0, 1], [0, 1]] = -1
print(b)
b[np.array([[0, 1], [1, 0]])] = np.arange(24).reshape(2, 2, 6)
print(b)
for kind in ["int8", "int16", "float32", "complex64", "complex128", "bool"]:
    c = np.zeros(5, kind)
    c[[1, 3, 1]] = np.array([1, 1, 0]).astype(kind)
    c[c == 0] = 1
    print(c)
m = np.zeros((3, 4, 5))
m[:, k[:4] % 4] = k[:5]
m[k[:2] % 3, :, 1] = 100.5
m[..., k[:3] % 5] *= 2
print(m)
m[[], [], []] = 3
m[np.zeros(0, int)] = 4
print(m.sum())
np.put(a, [3, 1, 3], [7.5, 8.5, 9.5])
print(a[:5])
try:
    a[[1, n, 2]] = 77
    print(a[1])
except IndexError as e:
    print(e)
print(a[1], a[2])
i = np.arange(12).reshape(3, 4) % 5
z = np.zeros((3, 5))
np.put_along_axis(z, i, 1.0 * i, axis=1)
print(z)
