# null: skip
# (repr() and conversions need values)
import numpy as np
values = (np.arange(3), np.arange(3.), np.array([True, False]), np.array([1.5, 2j]), np.array([0.1, 1e10]), np.array([1, 2], np.int8),
          np.array([0.1, 1 / 3], np.float32), np.zeros((0, 3)), np.array(3.0), np.arange(8).reshape(2, 2, 2), np.arange(1001),
          np.array([np.nan, np.inf, -1]), np.arange(4).reshape(2, 2).T, np.arange(10)[::-3], np.array([[1e-5, 1]]))
for v in values:
    print(v)
    print(repr(v))
    print([v], (v,))
    print('%s' % v[...] if v.ndim else v)
for d in (np.int8, np.uint64, np.float32, np.float64, np.bool_, np.complex64):
    print(d(1), repr(d(1)), [d(0)], d)
