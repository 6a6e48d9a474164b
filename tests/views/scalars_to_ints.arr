# A NumPy scalar assigned to elements of a signed integer type goes by way of int(): what is
# none, or does not fit, is an error and changes nothing. Unsigned types wrap, index arrays cast.
import numpy as np

a = np.array([300.7, -1.5, np.nan, np.inf, -np.inf, 1e300, 3e9])
b = np.arange(7) * 100
c = np.array([300, -200, 2 ** 40, -1], dtype=np.int64)
big = np.array([2 ** 63, 7], dtype=np.uint64)


def put(target, value, how):
    try:
        if how == 0:
            target[1] = value
        elif how == 1:
            target[1:6:2] = value
        elif how == 2:
            target[...] = value
        elif how == 3:
            target.fill(value)
        else:
            target[::-1][2, ...] = value
        print(target)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error, target)


for dtype in (np.int8, np.int16, np.int32, np.int64):
    for how in range(5):
        for k in range(7):
            put(np.zeros(7, dtype), a[k], how)
        put(np.zeros(7, dtype), a[0].astype(np.float32), how)
        for k in range(4):
            put(np.ones(7, dtype), c[k], how)
        for k in range(2):
            put(np.ones(7, dtype), big[k], how)
        put(np.ones(7, dtype), a[0] > 1, how)
for dtype in (np.uint8, np.uint32, np.uint64, np.float32):
    for k in range(4):
        put(np.zeros(4, dtype), c[k], 0)
    put(np.zeros(4, dtype), a[0], 0)
    put(np.zeros(4, dtype), a[1], 1)

i = np.arange(5)
i[2] = a[0] * 2
i[1:3] = b.sum() / 7
m = np.zeros((300, 5), dtype=np.int16)
m.T[1:3, ::7] = a[0]
print(i, m.sum(), m[7])
for k in range(5):
    i[k] = a[:2].sum() * k
print(i, np.array([a[0], a[1]], dtype=int), np.full(2, a[0], dtype=np.int8))
try:
    print(np.array([a[0], a[2]], dtype=int))
except ValueError as error:
    print(error)
z = np.array(a[0])
i[1] = z
i[[2]] = a[0]
i[i > 700] = a[1]
print(i)
