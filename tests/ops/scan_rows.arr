# Running sums and the like, along rows of all lengths and layouts.
# cuda: fallbacks=0 bytes_in=4000 bytes_out=60000
import numpy as np
for n in [1, 2, 255, 256, 257, 4095, 4096, 4097, 9000]:
    a = np.arange(n) * 7919 % 1009 - 500
    f = a / 8
    b = a.astype("int8")
    print(n, a.cumsum()[-3:], a.cumsum().sum(), (a | 1).cumprod()[-2:], b.cumsum(dtype="int8")[-3:])
    print(np.maximum.accumulate(a)[::1000], np.minimum.accumulate(f)[::1000], np.maximum.accumulate(b[::-1])[-2:])
    print(f.cumsum()[-2:], (f * 1e-3).cumsum()[::800], (1 + f * 1e-6).cumprod()[-2:], f[::-2].cumsum()[-1:])
    print((f + 1j * f[::-1]).cumsum()[-2:], (1 + 1e-4j * f).cumprod()[-1], f.astype("float32").cumsum()[-1])
    print(np.bitwise_xor.accumulate(a)[-2:], np.subtract.accumulate(f)[-2:], np.logical_and.accumulate(a > -498)[-2:])
m = np.arange(6000.0).reshape(20, 300) % 37 / 7
for axis in [0, 1, -2]:
    print(m.cumsum(axis)[3:5, 3:5], m.T.cumsum(axis)[-2:, -2:], np.cumprod(m / 3, axis)[4, :3])
    print(m.astype("int64").cumsum(axis)[-1, -3:], np.maximum.accumulate(m, axis)[1, :4])
print(m.cumsum()[::900], m[::-1, ::3].cumsum(1)[0, -3:], np.cumsum(m[:, :5] > 3, axis=0)[-1])
t = np.arange(2600).reshape(1300, 2) % 11
print(t.cumsum(1)[-2:], t.cumsum(0)[-2:], t.T.cumsum(1)[:, -2:], (t / 3).cumsum(1)[7], t.astype("uint16").cumprod(1)[-1])
q = np.arange(480).reshape(2, 3, 4, 20)[:, ::-1, :, ::2]
for axis in range(4):
    print(q.cumsum(axis)[1, 1, 1, :4], (q / 4).cumsum(axis)[1, 2, 3, -3:])
z = np.array([0.0, -0.0, np.nan, 1.0, np.inf, -np.inf])
print(z[:2].cumsum(), np.maximum.accumulate(z), np.minimum.accumulate(z[3:]), np.maximum.accumulate(z[[1, 0, 1]]))
print(np.zeros((0, 3)).cumsum(0).shape, np.zeros((3, 0)).cumsum(1), np.float64(3).cumsum(), np.cumsum([[1, 2], [3, 4]], axis=1, dtype=float))
o = np.zeros((3, 4))
np.cumsum(np.arange(12).reshape(3, 4), axis=1, out=o)
print(o, np.diff(np.cumsum(np.arange(5.0))))
w = np.arange(8.0)
np.cumsum(w, out=w)
print(w, np.cumsum(w)[2:4], np.trapezoid(w), np.add.accumulate(w.reshape(2, 4), axis=0))
