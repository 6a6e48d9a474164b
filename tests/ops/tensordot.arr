# null: skip
import numpy as np
a = np.arange(6).reshape(2, 3)
b = np.arange(12).reshape(3, 4)
c = np.arange(24).reshape(2, 3, 4)


def show(x):
    print(x.shape, x.dtype, repr(x))


# tensordot
show(np.tensordot(a, b, 1))
show(np.tensordot(a, b, axes=0))
show(np.tensordot(c, c.transpose(1, 2, 0)))
show(np.tensordot(c, c, 3))
show(np.tensordot(c, c, axes=([0, 1], [0, 1])))
show(np.tensordot(c, c, axes=((0, 1), (0, 1))))
show(np.tensordot(c, c, axes=(0, 0)))
show(np.tensordot(c, c.T, axes=(-1, 0)))
show(np.tensordot(c, c, axes=[[2, 0], [-1, 0]]))
show(np.tensordot(3, 4, 0))
show(np.tensordot([1, 2], [3, 4.5], 1))
show(np.tensordot(np.zeros((2, 0)), np.zeros((0, 3)), 1))
show(np.linalg.tensordot(a, b, axes=1))

# vecdot, matvec, vecmat
v = np.arange(3)
show(np.vecdot(a, v))
show(np.vecdot(a, a, axis=0))
show(np.vecdot(a * 1j, a))
show(np.vecdot(a.astype(np.int8) * 60, a.astype(np.int8)))
show(np.vecdot(v, v))
show(np.vecdot(c, c[0, :1]))
show(np.linalg.vecdot(a, v))
show(np.matvec(c, np.arange(4)))
show(np.matvec(c * 1j, np.arange(4) * 1j))
show(np.matvec(c, np.arange(8).reshape(2, 4)))
show(np.vecmat(v, c))
show(np.vecmat(v * 1j, c))

# transposed matrices are views
show(np.matrix_transpose(c))
show(c.mT)
x = np.zeros((2, 3))
x.mT[0] = 5
np.matrix_transpose(x)[1] = 6
print(x)
