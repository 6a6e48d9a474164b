# null: skip
import numpy as np
a = (np.arange(24).reshape(2, 3, 4) ** 2 % 13).astype(np.float64)
for axis in (0, 1, 2, -1):
    print(np.trapezoid(a, axis=axis), np.trapezoid(a, dx=0.5, axis=axis), np.trapezoid(a.astype(np.int32), a.cumsum(axis), axis=axis))
print(np.trapezoid(a, [0, 1, 3, 7]), np.trapezoid(a, [0.5, 2, 3], axis=1), repr(np.trapezoid([1, 2, 3])), np.trapezoid(a[0, 0].astype(np.float32)).dtype)
x = np.array([0.0, 1, 1.5, 3.5])
u = np.arange(4) * 2
for order in (1, 2):
    print(np.gradient(a[0, 0], edge_order=order), np.gradient(a[0, 0], 2, edge_order=order), np.gradient(a[0, 0], x, edge_order=order), np.gradient(a[0, 0], u, edge_order=order))
    print(np.gradient(a[1], axis=1, edge_order=order), np.gradient(a[1], x, axis=-1, edge_order=order))
    print(np.gradient(a[1], edge_order=order), np.gradient(a[1], 2.0, x, edge_order=order), np.gradient(a[0], [0, 1, 3], 3, edge_order=order))
print(np.gradient(a, axis=(2, 1))[0], np.gradient(a[0].astype(np.int32), axis=0), np.gradient(a[0].astype(np.float32), axis=1).dtype, np.gradient([1, 4, 9]))
print(np.gradient(np.array([1 + 1j, 2, 4j])))
xp = [1.0, 2.0, 4.0, 8.0]
fp = [3.0, -1.0, 5.0, 6.0]
q = np.array([[0.0, 1, 1.5, 2], [3, 7.9, 8, 9]])
print(np.interp(q, xp, fp), np.interp(q, xp, fp, left=-9, right=np.nan), repr(np.interp(3, xp, fp)), repr(np.interp(0, xp, fp)))
print(np.interp([np.nan, 1.25], xp, fp), np.interp(q, [2.0], [5.0]), np.interp(q, [2.0], [5.0], -1, 1), np.interp([1, 2], [0, 1, 2, 3], [1, np.inf, np.inf, 0]))
print(np.interp([-180, -170, -185, 185, -10, -5, 0, 365], [190, -190, 350, -350], [5, 10, 3, 4], period=360), np.interp([], xp, fp))
print(np.interp(np.arange(5), np.arange(5), np.arange(5) ** 2), np.interp(q.astype(np.float32), xp, fp).dtype)
for mode in ('full', 'same', 'valid'):
    for n in (1, 2, 3, 4, 5):
        v = np.arange(1, n + 1)
        print(mode, n, np.convolve([1, 2, 3], v, mode), np.correlate([1, 2, 3], v, mode), np.convolve(v, [1.5, 2, 3], mode), np.correlate(v.astype(np.float32), [2, 1], mode))
print(np.convolve([1, 2 + 1j], [1j, 2, 3]), np.correlate([1, 2 + 1j, 4], [1j, 2], 'full'), np.correlate([1, 2 + 1j], [1j, 2, 3], 'same'), np.convolve(2, 3))
print(np.convolve([1.0, 2], [np.inf, 1]), np.convolve([True, False, True], [True, True]), np.convolve(np.array([200, 100], np.uint8), np.array([2, 3], np.uint8)))
print(np.convolve(np.arange(50) % 7, np.arange(20) % 3), np.convolve(np.ones(3), [1, np.nan, 2, 3, np.inf], 'same'))
