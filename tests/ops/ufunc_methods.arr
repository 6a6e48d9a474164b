# null: skip
# ufuncs as values: facts, reduce, accumulate, outer, at, where=
import numpy as np
print(np.add, np.deg2rad, np.acos, np.pow, np.abs, repr(np.power), np.add.__name__, np.atan2.__name__)
print(np.add.nin, np.add.nout, np.add.nargs, np.sqrt.nin, np.modf.nout, np.divmod.nout)
for f in (np.add, np.multiply, np.bitwise_and, np.bitwise_or, np.logical_and, np.logical_or, np.subtract, np.maximum, np.gcd, np.hypot):
    print(f.identity)
a = np.arange(1, 13).reshape(3, 4)
x = a / 7 - 1
for f in (np.add, np.multiply, np.maximum, np.minimum, np.subtract, np.divide, np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.logical_and, np.logical_or, np.logical_xor, np.gcd, np.lcm, np.fmax, np.fmin, np.floor_divide, np.remainder):
    print(f, f.reduce(a), f.reduce(a, axis=1), f.reduce(a, -1, keepdims=True).tolist(), f.accumulate(a), f.accumulate(a, 1).tolist())
    print(f.outer(a[0], a[1]), f.outer(a[0, 0], a[:, 0]), f.reduce(a[0]), f.reduce(a[:, ::-2]), f.accumulate(a[::-1, 1]))
for f in (np.add, np.multiply, np.maximum, np.minimum, np.subtract, np.divide, np.fmax, np.hypot, np.arctan2, np.power):
    print(f.reduce(np.abs(x)).round(6), f.accumulate(np.abs(x), axis=1).round(6), f.reduce(x[0].astype(np.float32)).dtype)
print(np.add.reduce(a, axis=None), np.add.reduce(a, axis=(0, 1)), np.add.reduce(a, axis=()), np.add.reduce(5), np.multiply.reduce([]), np.add.reduce([[]]))
print(np.gcd.reduce(a * 6, axis=(0, 1)), np.hypot.reduce([3.0, 4, 12]), np.add.reduce([True, True]), np.logical_xor.reduce([1, 2, 3]), np.bitwise_or.reduce([True, False]))
print(np.subtract.reduce([1, 2, 3], initial=100), np.add.reduce([1, 2], initial=0.5), np.maximum.reduce([1, 2], initial=9), np.minimum.reduce(np.ones((0, 2)), initial=3), np.bitwise_and.reduce([12, 10], initial=6), np.bitwise_and.reduce(np.zeros((0, 2), int)))
print(np.add.reduce(a, dtype=np.float32).dtype, np.add.reduce(np.array([200, 100], np.uint8)), np.bitwise_xor.reduce(np.array([1, 2, 7], np.uint8)), np.add.accumulate(np.array([200, 100], np.uint8)).dtype, np.add.accumulate([True, True]), np.maximum.accumulate([True, False]), np.logical_and.accumulate([1, 0, 2]))
out = np.zeros(4)
print(np.add.reduce(a, out=out) is out, out, np.subtract.reduce(a, out=out), np.maximum.accumulate(a[0], out=out), np.multiply.outer([1, 2], [3, 4], dtype=float))
print(np.maximum.accumulate([1.0, np.nan, 3]), np.minimum.accumulate([[3, 1], [2, 5]]), np.add.accumulate([1 + 1j, 2j]), np.maximum.accumulate([1j, 2, 1 + 1j]))
big = (np.arange(5000) * 7919 % 4999).reshape(50, 100)
print(np.maximum.accumulate(big, axis=0).sum(), np.minimum.accumulate(big, axis=1).sum(), np.maximum.accumulate(big.ravel()).sum(), np.bitwise_xor.reduce(big.ravel()), np.bitwise_and.reduce(big[:, 1::2], axis=None), np.bitwise_or.reduce(big, axis=0).sum())
v = np.zeros(5)
np.add.at(v, [0, 0, 3, -1], 1)
print(v)
np.add.at(v, [0, 0, 3], [1.5, 2.5, 4])
np.multiply.at(v, [3, 3], 2)
np.maximum.at(v, [1, 1, 2], [3, 2, 9])
np.subtract.at(v, slice(1, 4), [1, 2, 3])
np.add.at(v, v > 5, 100)
np.add.at(v, 0, 7)
print(v)
m = np.arange(12).reshape(3, 4)
np.add.at(m, [0, 2, 0], 10)
np.add.at(m, ([0, 1, 1], [3, 2, 2]), [1, 20, 300])
np.add.at(m, (slice(None), [1, 1]), np.array([[1], [2], [3]]))
np.bitwise_or.at(m, (m % 2 == 0,), 1)
np.add.at(m, (..., 0), m[:, 0])
print(m)
t = np.zeros((2, 3), np.int16)
np.subtract.at(t.T, [0, 0, 2], 5)
print(t)
mask = a % 3 == 0
print(np.sum(a, where=mask), a.sum(axis=0, where=mask), a.sum(1, initial=100, where=mask), np.prod(a, axis=1, where=[True, False, True, True]), np.max(a, initial=-1, where=mask), a.min(axis=0, initial=50, where=mask), np.any(a > 11, where=mask), np.all(mask, where=mask, axis=0), a.mean(where=mask), a.mean(axis=0, where=a > 2), np.mean(x, axis=1, where=mask, keepdims=True))
print(np.sum([1, 2], initial=10), np.max([], initial=3), np.max([1, 2], initial=3), np.min(np.ones((3, 0)), axis=1, initial=2), np.sum([1, 2, 3], where=False), np.add.reduce([1, 2, 3], where=[True, False, True]))
out = np.full((3, 4), -1)
print(np.add(a, 1, out=out, where=mask), np.negative(a, out=out, where=a > 6), np.sqrt(a * 1.0, where=mask, out=np.zeros((3, 4))), np.multiply([1, 2, 3], 2.5, out=np.zeros(3, int), casting='unsafe'), np.divide(a, 0.3, out=out, where=mask, casting='unsafe'))
print(np.less(a, 5, where=mask, out=np.ones((3, 4), bool)), np.true_divide([1.0, 2], [0, 4], out=np.zeros(2), where=np.array([False, True])))

# reduceat: from each start to the next; where that is no further, the element itself
x = np.arange(24.0).reshape(4, 6) / 7
i = np.arange(12, dtype=np.int8)
for at in ([0, 3], [0, 2, 4], [5, 0, 3, 1], [2], [], np.array([1, 1, 4], dtype=np.uint8), (0, 11)):
    print(np.add.reduceat(i, at), np.multiply.reduceat(i + 1, at), np.maximum.reduceat(i[::-1], at), np.logical_and.reduceat(i, at), np.subtract.reduceat(i, at))
for axis in (0, 1, -1):
    print(np.add.reduceat(x, [0, 1, 3], axis=axis), np.hypot.reduceat(x, [0, 2], axis).shape, np.bitwise_or.reduceat(x.astype(int), [1, 0], axis))
big = np.arange(3000) / 7
print(np.add.reduceat(big, [0, 1000, 1001, 2999]), np.add.reduceat(big.astype(np.float32), [5, 100]), np.add.reduceat(big * 1j, [0, 500]))
print(np.add.reduceat(i > 3, [0, 6]), np.add.reduceat(i, [0, 6], dtype=np.float64), np.add.reduceat(i, [0, 6], dtype=np.int8).dtype)
o = np.zeros(2)
print(np.add.reduceat(i, [0, 6], out=o) is o, o, np.minimum.reduceat(x[1, ::-1], [0, 2, 4]), np.add.reduceat(x.T, [0, 2]).shape)

# what accumulate gives lies in memory as its operand does: ravel() is a view where NumPy's is
C = np.arange(24).reshape(2, 3, 4)


def views(y):
    y.ravel()[1] = 77
    y.T.ravel()[1] = 78
    return bool((y == 77).any()), bool((y == 78).any())


for x in (C, np.copy(C, order='F'), C.transpose(1, 0, 2), C[:, ::-1, ::2], C.astype(np.int8)):
    for axis in (0, 1, 2):
        print(views(np.add.accumulate(x, axis=axis)), views(np.cumsum(x, axis=axis)), views(np.subtract.accumulate(x, axis=axis)))
print(views(np.add.reduceat(C, [0, 1], axis=1)), views(np.add.reduceat(C, [0, 1], axis=0)))
