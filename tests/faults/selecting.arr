# Memory fails at every moment of this program (alloc_faults.c): methods of ufuncs, flat, view, vectorize.
# null: skip
import numpy as np

a = np.arange(12.0).reshape(3, 4)
i = np.arange(6, dtype=np.int32)
print(np.add.reduce(a, axis=1, initial=2, where=a > 3), np.subtract.reduce(a), np.maximum.accumulate(a, 1)[2])
print(np.hypot.accumulate(a[0]), np.multiply.outer(i[:2], i[:3]), np.bitwise_xor.reduce(i), a.mean(where=a > 2))
np.add.at(a, ([0, 0], [1, 1]), [5, 6])
np.add.at(a, a > 9, 1)
print(np.sqrt(a, out=np.zeros((3, 4)), where=a > 4), np.multiply(i, 1.5, out=np.zeros(6, int), casting='unsafe'))
print(i.view(np.int16)[1:3], np.float64(1).view(np.int64))
a.T.flat[1:4] = [7, 8]
a.flat = a.flat[2:5]
print(a.flat[::5], sum(a[0].flat), list(np.ndindex(2, 1)))
for k, v in np.ndenumerate(i[:2]):
    print(k, v)
print(np.searchsorted([3, 1, 2], 2, sorter=[1, 2, 0]), np.vectorize(lambda x, y: (x + y, x))([1, 2], 3))
print(np.mgrid[0:2, 0:2][1], np.s_[1:2])
