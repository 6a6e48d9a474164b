# argv: {folder}
# null: skip
# What is saved is loaded again, by either program: dtypes, shapes, orders, views.
import sys
import numpy as np
folder = sys.argv[1] + '/'

def there_and_back(a):
    np.save(folder + 'a', a)
    b = np.load(folder + 'a.npy')
    print(b.dtype, b.shape, b)
    bytes_of = np.fromfile(folder + 'a.npy', dtype=np.uint8)
    print(bytes_of.shape, bytes_of[6:8], bytes_of.astype(int).sum(), bytes_of[8:10], bytes_of[60:70])

for dtype in [bool, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64, np.float32, np.float64, np.complex64, np.complex128]:
    there_and_back(np.arange(6).astype(dtype))
    there_and_back(np.arange(6).reshape(2, 3).astype(dtype).T)
there_and_back(np.float32(2.5))
there_and_back(3)
there_and_back(2.5)
there_and_back(True)
there_and_back([[1, 2], [3, 4]])
there_and_back(np.array([np.nan, np.inf, -np.inf, -0.0]))
there_and_back(np.zeros((0, 3)))
there_and_back(np.zeros((2, 0, 4), np.int32))
there_and_back(np.arange(24).reshape(2, 3, 4)[:, ::-1, ::2])
there_and_back(np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1))
there_and_back(np.arange(24).reshape(2, 3, 4).T)
there_and_back(np.arange(12).reshape(3, 4)[1])
there_and_back(np.arange(12).reshape(3, 4)[:, 1])
there_and_back(np.arange(12.)[::-3])
there_and_back(np.broadcast_to(np.arange(3), (2, 3)))
there_and_back(np.ones((1, 5)).T)
there_and_back((np.arange(4) + 1j).real)

# Large, in pieces; rows that are strided; deferred work is done first.
a = np.arange(500000.0) * 2
a[1:] += a[:-1]
np.save(folder + 'large.npy', a)
print(np.load(folder + 'large.npy')[-3:], np.array_equal(np.load(folder + 'large.npy'), a))
m = np.arange(600000).reshape(1000, 600)
for view in [m[::2, ::3], m[:, 1:], m.T[::3], m[::-1]]:
    np.save(folder + 'view.npy', view)
    b = np.load(folder + 'view.npy')
    print(b.shape, np.array_equal(b, view), b[-1, -3:])

# What was loaded is an array like any other; what is saved again replaces the old.
c = np.load(folder + 'large.npy')
c[:] = 1
c += 1
np.save(folder + 'large.npy', c[:3])
print(c.sum(), np.load(folder + 'large.npy'), np.load(folder + 'view.npy', allow_pickle=False)[0, 0])
np.save(file=folder + 'dot.x', arr=[1])
print(np.load(folder + 'dot.x.npy'))

# Bytes as they are.
np.arange(5, dtype=np.int16).tofile(folder + 'raw')
print(np.fromfile(folder + 'raw', np.int16), np.fromfile(folder + 'raw', dtype=np.uint8, count=3), np.fromfile(folder + 'raw', np.int16, -1, '', 4))
print(np.fromfile(folder + 'raw', np.int32), np.fromfile(folder + 'raw', np.int16, count=100), np.fromfile(folder + 'raw', np.int16, offset=10))
m[:3, :2].T.tofile(folder + 'raw')
print(np.fromfile(folder + 'raw', int))
