# oracle: ulp=8 -- products of matrices add in BLAS's order, sums in arr's
# null: skip
import numpy as np
a = np.arange(6).reshape(2, 3)
b = np.arange(12).reshape(3, 4)
c = np.arange(24).reshape(2, 3, 4)
d = np.linspace(-1, 2, 60).reshape(3, 4, 5)
s = np.arange(9).reshape(3, 3)
v = np.arange(3)


def show(x):
    print(x.shape, x.dtype, repr(x))


# one operand: views, diagonals, sums
for subscripts in ('ij', 'ij->ji', 'ba', 'Ab', 'ij->', 'ij->i', 'ij->j', '...', '...->...', 'i...->...', '...j->j...', ' i j -> j i '):
    show(np.einsum(subscripts, a))
for subscripts in ('ii', 'ii->i', 'ii->', 'ji->ij'):
    show(np.einsum(subscripts, s))
show(np.einsum('ijj->i', np.arange(18).reshape(2, 3, 3)))
show(np.einsum('iij->ji', np.arange(18).reshape(3, 3, 2)))
show(np.einsum('...ii->...i', np.arange(18).reshape(2, 3, 3)))
show(np.einsum('iii', np.arange(27).reshape(3, 3, 3)))
show(np.einsum('', 3))
show(np.einsum('->', 2.5))

# two: products of matrices, of vectors, of elements
show(np.einsum('ij,jk', a, b))
show(np.einsum('ij,jk->ki', a, b))
show(np.einsum('ij,jk->', a, b))
show(np.einsum('ij,jk->j', a, b))
show(np.einsum('ij,jk->ijk', a, b))
show(np.einsum('ba,cb', a, s[:2, :2]))
show(np.einsum('ij,kj->ik', a, a))
show(np.einsum('ij,ij', a, a))
show(np.einsum('ij,ij->i', a, a))
show(np.einsum('ij,ji', a, a.T))
show(np.einsum('i,i', v, v))
show(np.einsum('i,j', v, v))
show(np.einsum('i,j->', v, v))
show(np.einsum('ij,j->i', a, v))
show(np.einsum('ij,j->ij', a, v))
show(np.einsum('ii,i->i', s, v))
show(np.einsum('ij,->ij', a, 3))
show(np.einsum(',', 3, 4))
show(np.einsum('ijk,ilk->ijl', c, c))
show(np.einsum('ijk,ijl->kl', c, c[:, :, ::2]))
show(np.einsum('bij,bjk->bik', d, d.swapaxes(1, 2)))
show(np.einsum('ijk,jil->kl', d, d.transpose(1, 0, 2)))
show(np.einsum('ijk,ljm->imkl', d, d))
show(np.einsum('bi,bi->b', d[0], d[1]))
show(np.einsum('ij,kl->iljk', a, b))

# ellipses, broadcasting
show(np.einsum('...j,j', c, np.arange(4)))
show(np.einsum('j...,j', c, np.arange(2)))
show(np.einsum('...,...', a, 2))
show(np.einsum('...,...', c, np.ones((3, 1))))
show(np.einsum('...ij,...jk->...ik', c, b.T[:, :2]))
show(np.einsum('...i,...j->...', a, np.ones((2, 5))))
show(np.einsum('i...,i...->...', c, c))
show(np.einsum('ij...->...', c))
show(np.einsum('ij,j->i', np.ones((2, 3)), np.ones(1)))
show(np.einsum('ij,ij->ij', np.ones((2, 3)), np.ones((1, 3))))
show(np.einsum('ij,jk->ik', np.ones((1, 3)), np.ones((1, 2))))

# more
show(np.einsum('ij,jk,kl->il', a, b, np.arange(8).reshape(4, 2)))
show(np.einsum('i,j,ij->', [1, 2], [3, 4], [[1, 2], [3, 4]]))
show(np.einsum('ab,cd,bc->ad', np.ones((2, 3)), np.ones((4, 5)), np.ones((3, 4))))
show(np.einsum('i,i,i', v, v, v))
show(np.einsum('ijk,i,j,k', c, [1, 2], v, np.arange(4)))
show(np.einsum('ij,jk,k->i', d[0], d[1].T, [1, 2, 3, 4]))
show(np.einsum('...i,...i,...->...', a, a, [2, 3], optimize=True))

# lists of subscripts
show(np.einsum(a, [0, 1], b, [1, 2]))
show(np.einsum(a, [0, 1], b, [1, 2], [2, 0]))
show(np.einsum(a, [..., 1], [1, ...]))
show(np.einsum(s, (0, 0)))
show(np.einsum(a, [0, 51]))

# types
show(np.einsum('i->', np.array([200, 100], np.uint8)))
show(np.einsum('i,i->i', np.array([200, 100], np.uint8), np.array([2, 3], np.uint8)))
show(np.einsum('i->', np.array([True, True])))
show(np.einsum('i,i', np.array([True, True]), np.array([False, True])))
show(np.einsum('ij,jk->ik', np.array([[True, False]]), np.array([[True, False], [True, True]])))
show(np.einsum('i,i', np.array([1, 2], np.int8), np.array([100, 100], np.uint8)))
show(np.einsum('i,i', np.array([1, 2], np.float32), np.array([1j, 2], np.complex64)))
show(np.einsum('ij,jk', a, b + 1j))
show(np.einsum('ij,jk->ik', a, b, dtype=float))
show(np.einsum('ij,jk->ik', a, b, dtype='int8', casting='unsafe', order='F'))
show(np.einsum('i->i', np.ones(3), dtype=complex))
show(np.einsum('ij,jk', [[1, 2]], [[3], [4.5]], optimize='greedy'))

# none
show(np.einsum('ij,ij->i', np.zeros((2, 0)), np.zeros((2, 0))))
show(np.einsum('i,i', np.zeros(0), np.zeros(0)))
show(np.einsum('i->', np.zeros(0, int)))
show(np.einsum('ijk->k', np.zeros((0, 3, 2))))
show(np.einsum('ij,jk', np.zeros((2, 0)), np.zeros((0, 3))))

# out, and views that are written to
out = np.zeros((2, 4))
show(np.einsum('ij,jk->ik', a, b, out=out))
print(np.einsum('ij,jk->ik', a, b + 1, out=out) is out, out)
z = np.zeros((3, 3))
np.einsum('ii->i', z)[:] = [1, 2, 3]
np.einsum('ij->ji', z)[0] += 7
print(z)
x = np.arange(9.).reshape(3, 3)
np.einsum('ij->ji', x, out=x)
print(x)
print(np.vecdot(np.ones(2, bool), np.ones(2, bool)), np.vecdot(np.ones(0, bool), np.ones(0, bool)).dtype)
# a sum over one element is no view
v = np.zeros((1, 3))
s = np.einsum('ij->j', v)
d = np.einsum('ij->ji', v)
v[...] = 7
print(s, d)
