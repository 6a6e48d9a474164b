# null: skip
# What partition promises: the order within its parts is open
import numpy as np
def check(x, k, axis):
    p = np.partition(x, k, axis)
    s = np.sort(x, axis)
    i = np.argpartition(x, k, axis=axis)
    places = np.atleast_1d(k)
    for q in places:
        low = np.take(p, np.arange(q % x.shape[axis]), axis)
        here = np.take(p, [q], axis)
        high = np.take(p, np.arange(q % x.shape[axis], x.shape[axis]), axis)
        sorted_here = np.take(s, [q], axis)
        fine = ((here == sorted_here) | (here != here)).all() and not (low > here).any() and not (high < here).any()
        print(fine, end=' ')
    again = np.take_along_axis(x, i, axis)
    print((np.sort(p, axis) == s).sum(), (np.take(again, [k], axis) == np.take(s, [k], axis)).all(), np.sort(i, axis=axis).sum(), p.dtype, p.shape)
x = np.arange(60.0) * 7919 % 61 - 20
for dtype in (np.float64, np.float32, np.int64, np.int8, np.uint16, np.complex128):
    for axis in (0, 1, 2, -1):
        check(x.reshape(3, 4, 5).astype(dtype), 2, axis)
        check(x.reshape(5, 4, 3).T.astype(dtype), -1, axis)
check(x, 30, 0)
check(x % 5, 59, 0)
check(np.where(x > 20, np.nan, x), 3, 0)
check(np.zeros(9), 4, 0)
check(x, [3, 40], 0)
check(np.arange(20000) * 7919 % 10007 * 1.5, 777, 0)
check(np.arange(20000) * 7919 % 10007 - 5000, 19999, 0)
m = (np.arange(12) * 5 % 13).reshape(3, 4)
m.partition(1)
print(m[:, 1], np.partition(m, 5, axis=None)[5], m.argpartition(2)[:, 2].shape, np.partition([3, 1, 2], 0)[0], np.partition([2.0, 1.0, -0.0], 0)[0], np.partition(np.array([True, False, True]), 0))
a = np.array([10, 20, 30, 40])
print(a.searchsorted(25), a.searchsorted([20, 30], 'right'), np.searchsorted([3, 1, 2], [1, 2, 3], sorter=[1, 2, 0]), np.searchsorted(a[::-1], 25, sorter=np.array([3, 2, 1, 0])), a.searchsorted(40, side='left', sorter=[0, 1, 2, 3]))
print(a.compress([True, False, True]), a.reshape(2, 2).compress([False, True], axis=1), np.array([1, 0]).choose([[5, 6], [7, 8]]), np.array(1).choose([3, 4]))
a.put([0, -1], [1, 2])
a.reshape(2, 2).T.put([1], 99)
print(a)
