# Memory fails at every moment of this program (alloc_faults.c): printing, formats, conversions.
# null: skip
import numpy as np

a = np.linspace(-1, 1, 2000)
print(a)
print(a.reshape(40, 50)[:5, :12])
print([a[3], a[:2], (a[0] > 0, None, 'text')])
print(str(a[:5] * 1e10), repr(a[5:7]), '%s %8.3e' % (a[1], a[2]))
print(np.arange(4).tolist(), float(a[7]), int(a[-1] * 9), bool(a[0]))
if a[0] < 0 and a.sum() < 1:
    print('yes', a[0].item(), len(a), a.dtype, a.shape)
k = 0
while a[k] < -0.99:
    k += 1
print(k, np.array([[True, False]]), np.zeros((2, 0)))
