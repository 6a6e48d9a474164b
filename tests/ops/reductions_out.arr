import numpy as np

# out= of a reduction may be of any type; the loop's type follows from both.
a = np.array([[1.5, 2.75], [3.5, 0.25]])
i = np.zeros(2, dtype=np.int64)
b = np.zeros(2, dtype=np.bool_)
print(np.sum(a, axis=1, out=i), np.max(a, axis=1, out=i), np.min(a, axis=0, out=i))
print(np.sum(a, axis=0, out=b))
n = np.full((300, 2), 100, dtype=np.int8)
print(np.sum(n, axis=0, out=np.zeros(2, dtype=np.int8)))
print(np.sum(n, axis=0, out=np.zeros(2, dtype=np.float32)))
print(np.prod(n[:3], axis=0, out=np.zeros(2, dtype=np.int16)))
print(np.max(n, axis=0, out=np.zeros(2, dtype=np.uint8)))
print(np.max(n, axis=0, out=np.zeros(2, dtype=np.complex128)))
print(np.all(n, axis=0, out=np.zeros(2)), np.any(n, axis=0, out=b))
f = np.full((300, 2), 1.0, dtype=np.float32) * 16777217
print(np.sum(f + 1, axis=0, out=np.zeros(2)))

# out= may be a view of what is reduced
m = np.arange(16).reshape(4, 4)
np.sum(m, axis=0, out=m[2])
np.max(m, axis=1, out=m[:, 1])
np.sum(m, axis=1, keepdims=True, out=m[:, 3:])
print(m, np.sum(m, axis=0, dtype=np.int8, out=np.zeros(4)))

# the loop's type is promoted with out's, for ints too: they are added, not wrapped first
big = np.array([2**64 - 1, 0, 7, 1], dtype=np.uint64)
wide = np.array([2**62, 2**62, -5, 3])
for dtype in (np.uint64, np.int64, np.float32, np.float64, np.complex64, np.uint8):
    o, steps = np.zeros((), dtype=dtype), np.zeros(4, dtype=dtype)
    for x in (big, wide, np.array([1e8, 1, -3.7, 2.5], dtype=np.float32), np.array([True, True, False, True])):
        print(np.sum(x, axis=0, out=o), np.add.reduce(x, out=o), np.prod(x, out=o))
        print(np.cumsum(x, out=steps), np.add.accumulate(x, out=steps), np.maximum.accumulate(x, out=steps))
        print(np.cumprod(x, out=steps), np.logical_or.reduce(x, out=o))

# the sum of an average is kept in out, and divided there
f = np.array([1e8, 1, -3.7, 2.5], dtype=np.float32)
for dtype in (np.float32, np.float64, np.complex64, np.int64):
    o = np.zeros((), dtype=dtype)
    print(np.mean(f, out=o), np.var(f, out=o), np.mean(f * 1j, out=o), np.mean(np.arange(4), out=o))
o = np.zeros(())
print(np.nanmean(f, out=o), np.nanvar(f, out=o), np.nansum(big, out=o), np.mean(f, out=o) is o, o)
