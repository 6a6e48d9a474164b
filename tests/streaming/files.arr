# flags: --sysmem 3
# argv: {folder}
# null: skip
# Files larger than memory: read as they are needed, written in pieces.
import sys
import numpy as np

folder = sys.argv[1]
source = folder + '/source.npy'
np.save(source, (np.arange(600_000, dtype=float) % 1013).reshape(600, 1000))
x = np.load(source, mmap_mode='r')
print(x.shape, x.dtype)
y = np.sqrt(x * x + 1)
z = y - y.mean()
print(z.sum(axis=0)[:3], z.max(), x[3, :3], x.sum())
np.save(folder + '/z.npy', z)
back = np.load(folder + '/z.npy', mmap_mode='r')
print((back == z).all(), back[-1, -3:])
try:
    x[0, 0] = 1
except ValueError as error:
    print(error)
w = z[1:] + z[:-1]
w[:40].T.tofile(folder + '/w.bin')
print(np.load(source, mmap_mode='r')[::2, ::2].sum())
np.save(folder + '/f.npy', x.T)
f = np.load(folder + '/f.npy', mmap_mode='r')
print(f.shape, f[2, :3], f.sum(axis=1)[:3])
np.save(folder + '/empty.npy', np.zeros((0, 3)))
print(np.load(folder + '/empty.npy', mmap_mode='r').shape)
