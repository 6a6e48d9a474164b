# The places of the best elements, of rows of all lengths and layouts: the first one, or the first nan.
# cuda: fallbacks=0 bytes_in=2000 bytes_out=30000
import numpy as np
for n in [1, 2, 5, 255, 257, 16384, 16385, 40000]:
    a = np.arange(n) * 7919 % 1009
    f = (a - 500) / 8
    print(n, a.argmax(), a.argmin(), f.argmax(), f[::-1].argmin(), a.astype("int8").argmax(), (a > 1007).argmax())
f = np.arange(40000) * 7919 % 997 / 4
f[[30001, 17, 39999]] = np.nan
print(f.argmax(), f[18:].argmin(), f[30002:39999].argmax(), np.nanargmax(f), (f + 1j * f[::-1]).argmax())
m = np.arange(60000).reshape(20, 3000) * 7919 % 611
for axis in [0, 1]:
    print(m.argmax(axis)[:9], m[:, ::-2].argmin(axis)[-3:], (m / 3).argmax(axis, keepdims=True).shape, m.T.argmin(axis)[:7])
t = np.arange(24000).reshape(2400, 10) * 31 % 101
print(t.argmax(1)[::200], t.argmin(0), t.T.argmax(0)[::300], t.astype("float32").argmax(axis=1)[-5:])
q = np.arange(2400).reshape(4, 5, 6, 20) % 7
for axis in range(4):
    print(q.argmax(axis).sum(), q[::-1, :, ::2].argmin(axis).ravel()[:8])
w = np.arange(100000).reshape(2, 50000) * 13 % 49999
print(w.argmax(1), w.argmin(axis=1), w.argmax())
