import numpy as np
a = np.zeros((3, 4))
a[0] = 1
a[1, :] = [1, 2, 3, 4]
a[:, 1] = np.array([7, 8, 9])
a[2, 2:] = np.array([[5, 6]])
print(a)
a[...] = np.arange(4)
print(a)
a[:] = np.arange(3)[:, None]
print(a)
a[1, 2] = 3 + 4
a[-1, -1] = np.float32(0.5)
a[0, 0] = True
a[0, 1] = np.array(2.5)
print(a)
a[1:, ::2] = [[10, 20], [30, 40]]
print(a)
a[0, 0] = np.array([5])
a[0, 0, ...] = 6
print(a[0, 0])
i = np.zeros(3, int)
i[0] = 2.9
i[1] = -2.9
i[2] = True
print(i)
i[:] = np.array([1.5, -1.5, 2.5])
print(i)
u = np.zeros(3, np.uint8)
u[0] = np.int64(300)
u[1:] = np.array([-1, 256])
print(u)
b = np.zeros(3, bool)
b[0] = 2
b[1] = 0.0
b[2] = np.nan
print(b)
f = np.zeros(2, np.float32)
f[:] = 1e300
print(f)
z = np.zeros(2, complex)
z[0] = 1
z[1] = 2j
print(z)
rows = np.zeros((2, 2))
rows[0], rows[1] = (1, 2), [3, 4]
print(rows)
a = b = np.zeros(2)
a[0] = 1
print(b, a is b)
