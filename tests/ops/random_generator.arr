# null: skip
import numpy as np
from numpy.random import default_rng
seeds = [42, 0, 1, 12345, 2**40 + 7, 2**130 + 5, 2**32 - 1, 2**32, 2**64 - 1, 7, 8, 9, True, [1, 2, 3], (2**70, 0), [], [0], [5, 0, 0, 0, 0, 9], range(3), np.int64(11)]
for seed in seeds:
    r = default_rng(seed)
    print(r.random(), r.random(3), r.random((2, 2)))
    # 32-bit draws leave half a draw for the next
    print(r.random(3, dtype=np.float32), r.random(dtype=np.float32), r.random(2, dtype='f4'), r.random(), r.random(4, dtype=np.float32))
    print(r.integers(10), r.integers(0, 10, 7), r.integers(5, 9, size=(2, 3)), r.random(2), r.integers(0, 2**32, 5))
    print(r.integers(0, 2**40, 5), r.integers(2**63 - 1, size=3), r.integers(-2**63, 2**63 - 1, 3, endpoint=True))
    print(r.integers(0, 256, 11, dtype=np.uint8), r.integers(0, 16, 7, dtype=np.uint8), r.integers(-128, 128, 6, dtype=np.int8))
    print(r.integers(3, 200, 11, dtype=np.uint8), r.random(3, dtype=np.float32), r.integers(0, 2, 37, dtype=bool))
    print(r.integers(0, 2**16, 5, dtype=np.uint16), r.integers(0, 1000, 5, dtype=np.int16), r.integers(0, 1024, 5, dtype=np.int16))
    print(r.integers(0, 7, 5, dtype=np.int32), r.integers(0, 8, 5, dtype=np.uint32), r.integers(0, 2**64, 3, dtype=np.uint64), r.integers(1, 2**63 + 9, 3, dtype=np.uint64))
    print(r.uniform(), r.uniform(-1, 1), r.uniform(2, 3, 4), r.uniform(size=2))
    print(r.uniform([1, 2], 5), r.uniform(np.zeros((2, 1)), [3, 4, 5]), r.uniform(0, [1, 2], size=(3, 2)))
    print(r.standard_normal(), r.standard_normal(5), r.normal(1, 2), r.normal(3, .5, (2, 2)), r.normal(0, [1, 2, 3]))

# the tail and the edges of the ziggurat
z = default_rng(3).standard_normal(40000)
print(z.min(), z.max(), z[-3:], np.abs(z).sum())

# long streams: several chunks, odd numbers of half draws
r = default_rng(5)
a = r.random(20001)
b = r.random(20001, dtype=np.float32)
c = r.integers(0, 4, 30001)
d = r.integers(0, 4, 30001, dtype=np.uint8)
e = r.integers(0, 2**33, 20001)
f = r.integers(0, 100, 20001)
print(a[8190:8194], a[-2:], b[8190:8194], b[-2:])
print(c[8190:8194], c[-3:], d[8190:8194], d[-3:], e[8190:8194], e[-2:], f[-5:], r.random(2, dtype=np.float32), r.random())

# what nobody looks at still moves the stream
r.random(1000)
r.random(3, dtype=np.float32)
r.integers(0, 10, 5)
print(r.random(), r.integers(0, 8, 3))

# no draws: one value, no elements
print(r.integers(3, 4, 3), r.random(0), r.integers(0, 5, (0, 3)), r.integers(5, 0, 0), r.random())
# 0-d, and the kinds of scalars
print(r.integers(7, size=()), r.random(()), r.integers(5, endpoint=True), r.integers(2, 2, endpoint=True), r.integers(2.7), r.integers(0, 5.7, 3))
print([r.random(), r.random(dtype=np.float32), r.uniform(1, 2), r.normal(), r.standard_normal()])
print([r.integers(5, dtype=int), r.integers(2, dtype=bool), r.integers(5), r.integers(5, dtype='u1'), r.integers(2, dtype=np.bool_)])
print(r.integers(5, dtype='i4', size=2).dtype, r.integers(2, size=2, dtype=bool).dtype, r.random(1, dtype='f4').dtype)
print(str(r), default_rng(r) is r, np.random.default_rng(42).random() == default_rng(42).random())

# two generators do not disturb each other
p, q = default_rng(1), default_rng(1)
print(p.random(2), q.random(3), p.random(1), p.integers(9), q.integers(9))
