# null: skip
# nonzero, where(c), take and their relatives.
import numpy as np
a = np.arange(12).reshape(3, 4)
v = np.arange(5)
print(repr(np.take(a, 2)), np.take(a, [1, 2], axis=1), np.take(a, [[0, -1]], axis=0))
print(np.take(a, [True, False]), np.take(np.zeros((0, 3)), [5], axis=1), repr(np.take(a, [], axis=1)))
print(np.take(a, [-1, 5, -6], mode='wrap', axis=1), np.take(a, [-1, 5, -6], mode='clip', axis=1))
print(np.take(a, 0, axis=0), np.take(a, 1, axis=-1), np.take(a, np.array([1], np.uint64)))
o = np.zeros(2)
print(np.take(a * 1.5, [0, 1], out=o), o, np.take(5, [0, 0]), repr(np.take([1, 2, 3], -1)))
oi = np.zeros(2, int)
print(np.take(a * 1.5, [0, 1], out=oi), oi)
print(a.take([0, 5, 2]), a.T.take([[0, 5], [2, 1]]), a[::-1, ::-1].take([1, 0], 1))
print(repr(np.argwhere(np.array(3))), repr(np.argwhere(np.array(0))), np.argwhere(a % 5 == 0))
print(np.flatnonzero(a.T % 5), np.flatnonzero(3), np.flatnonzero(0), np.flatnonzero([]))
print(np.where(a > 5), (a % 3).nonzero(), np.nonzero([0, 1.5, np.nan, -0.0, 1j]), np.nonzero(np.zeros((2, 0))))
print(repr(np.count_nonzero(v)), np.count_nonzero(a > 3, axis=0), repr(np.count_nonzero(a, axis=(0, 1))))
print(np.count_nonzero(a, keepdims=True), np.count_nonzero(a, axis=0, keepdims=True), np.count_nonzero([], axis=0))
print(np.ix_([0, 1], [True, False, True]), a[np.ix_([0, 2], [1, 3])], np.ix_([], [1])[0].shape)
a[np.ix_([0, 2], [1, 3])] = -1
print(a)

# at least so many axes, of one array or several
for f in (np.atleast_1d, np.atleast_2d, np.atleast_3d):
    print(f(3).shape, f([1, 2]).shape, f(np.ones((2, 3))).shape, f(np.ones((2, 3, 4))).shape, f(np.ones((2, 3, 4, 5))).shape)
    print(f(), [a.shape for a in f(1, [1, 2], np.ones((2, 3)))])

# where() casts Python's ints as assignment does
print(np.where(np.array([True, False]), np.array([1, 2], np.uint32), -1), np.where([True, False], np.uint8(3), 300))
