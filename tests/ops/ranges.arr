# null: skip
# (repr() and conversions need values)
import numpy as np
print(np.arange(5), np.arange(2, 5), np.arange(1, 10, 3), np.arange(10, 0, -3), np.arange(0), np.arange(5, 2), np.arange(-3))
print(np.arange(5.), np.arange(0, 1, .25), np.arange(1, 2, .3), np.arange(0.1, 1.1, 0.1), np.arange(1, 1.3, .1), np.arange(3.5))
print(repr(np.arange(3, dtype=np.float32)), repr(np.arange(0, 1, .1, dtype=np.float32)), repr(np.arange(0, 5, 2, np.int8)))
print(np.arange(0, 5, .5, dtype=int), np.arange(2, dtype=bool), np.arange(10, None, 2), np.arange(start=2, stop=4), np.arange(stop=3))
print(np.arange(np.float32(3)).dtype, np.arange(np.int8(3), 5).dtype, np.arange(0, 3, np.float32(.5)).dtype)
print(np.arange(np.arange(4).sum()), np.arange(0, np.float64(2)))
print(np.arange(0, 1, 0.1)[3], np.arange(0, 2, 0.3)[6], np.arange(1e15, 1e15 + 3), np.arange(-1, 1, 1e-1)[10])
print(np.linspace(0, 1, 5), np.linspace(0, 10, 3, dtype=int), np.linspace(1, 2, 4, endpoint=False), np.linspace(2, 1, 3))
print(np.linspace(0, 1, 1), np.linspace(0, 1, 0), np.linspace(5, 5, 3), np.linspace(0, 1j, 3), np.linspace(0, 1).shape)
print(np.linspace(0, np.pi, 7)[3], np.linspace(0.1, 0.7, 13)[7], np.linspace(-1, 1, 11)[3], np.linspace(0, 5e-324, 3))
v = np.arange(3)
print(np.linspace(v, v + 2, 3), np.linspace(0, v.max(), 4), np.linspace(0, v[0], 3), np.linspace(np.float32(0), np.float32(1), 3).dtype)
x = np.linspace(0, 1, 5)
x[0] = -1
print(x)
