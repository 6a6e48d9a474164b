# null: skip
# Rounded: the last digits are LAPACK's, and tiny residues depend on its build.
import numpy as np
a = np.array([[1., 2], [2, 3], [3, 5], [4, 4]])
b = np.array([1., 2, 4, 3])
s = np.array([[4., 1, 2], [1, 5, 3], [2, 3, 6]])


def show(x):
    print(np.round(x, 6) + 0)


def shows(parts):
    for part in parts:
        print(part.dtype, part.shape, np.round(part, 6) + 0)


# lstsq: over- and underdetermined, several right sides, deficient rank
shows(np.linalg.lstsq(a, b))
shows(np.linalg.lstsq(a, b, rcond=None))
shows(np.linalg.lstsq(a, np.stack([b, b[::-1]], axis=1), rcond=-1))
shows(np.linalg.lstsq(a.T, [1, 2]))
shows(np.linalg.lstsq([[1, 2], [2, 4], [3, 6]], [1, 2, 4]))
shows(np.linalg.lstsq(a, b, rcond=0.9))
shows(np.linalg.lstsq(a + 1j * a[::-1], b))
shows(np.linalg.lstsq(a.astype(np.float32), b.astype(np.float32)))
shows(np.linalg.lstsq(a.astype(np.complex64), b.astype(np.float32)))
shows(np.linalg.lstsq(a[::2, ::-1], b[::2]))
shows(np.linalg.lstsq(np.zeros((0, 3)), np.zeros(0)))
shows(np.linalg.lstsq(np.zeros((3, 0)), np.ones(3)))
shows(np.linalg.lstsq(np.zeros((3, 2)), np.zeros((3, 0))))

# pinv, matrix_rank, cond
show(np.linalg.pinv(a))
show(np.linalg.pinv(np.stack([a, a - 1])))
show(np.linalg.pinv(a + 1j * a[::-1]))
show(np.linalg.pinv([[1, 2], [2, 4]]))
show(np.linalg.pinv(s, hermitian=True))
show(np.linalg.pinv(a, rcond=0.5))
show(np.linalg.pinv(a, rtol=None))
show(np.linalg.pinv(np.stack([a, a - 1]), rcond=[0.5, 1e-3]))
print(np.linalg.pinv(a.astype(np.float32)).dtype, np.linalg.pinv(np.zeros((0, 3))), np.linalg.pinv(np.zeros((2, 3, 0))).shape)
print(np.linalg.matrix_rank(a), np.linalg.matrix_rank(np.ones((2, 3, 3))), np.linalg.matrix_rank(np.zeros((3, 2))))
print(np.linalg.matrix_rank(np.ones(4)), np.linalg.matrix_rank(np.zeros(4)), np.linalg.matrix_rank(3))
print(np.linalg.matrix_rank(s, tol=3), np.linalg.matrix_rank(s, hermitian=True), np.linalg.matrix_rank(s, rtol=0.5))
print(np.linalg.matrix_rank(np.stack([s, s]), tol=[1, 5]), repr(np.linalg.matrix_rank(np.eye(4, dtype=np.float32))))
show(np.linalg.cond(a))
for p in (None, 1, -1, 2, -2, np.inf, -np.inf, 'fro', 'nuc'):
    show(np.linalg.cond(s, p))
show(np.linalg.cond(np.stack([s, s - 1]), 'fro'))
print(np.linalg.cond(np.zeros((2, 2))), np.linalg.cond(np.zeros((2, 2)), 1), np.linalg.cond([[1, np.nan], [3, 4]], 1))
print(repr(np.linalg.cond(np.eye(3, dtype=np.float32))), repr(np.linalg.cond([[1, 0], [0, 4]], 1)))

# norms of matrices by singular values
t = np.arange(24.).reshape(2, 3, 4) - 7
for order in (2, -2, 'nuc'):
    show(np.linalg.norm(s, order))
    show(np.linalg.norm(t, order, axis=(1, 2)))
    show(np.linalg.norm(t, order, axis=(2, 0)))
    show(np.linalg.norm(t, order, axis=(0, -1), keepdims=True))
    show(np.linalg.norm(t[0] + 1j, ord=order))
print(repr(np.linalg.norm(np.eye(3, dtype=np.float32), 2)), np.linalg.norm(np.zeros((0, 3)), 'nuc'))
show(np.linalg.matrix_norm(t))
show(np.linalg.matrix_norm(t, ord=2, keepdims=True))
show(np.linalg.vector_norm(t))
show(np.linalg.vector_norm(t, axis=(0, 2), ord=1))
show(np.linalg.vector_norm(t, axis=1, keepdims=True))

# powers, chains
print(np.linalg.matrix_power([[1, 1], [1, 0]], 10), np.linalg.matrix_power(np.array([[1, 1], [1, 0]]), 0))
show(np.linalg.matrix_power(s, -2))
show(np.linalg.matrix_power(np.stack([s, s / 2]), 3))
print(np.linalg.matrix_power(np.eye(2, dtype=np.int8) * 3, 5), np.linalg.matrix_power(np.stack([s, s]), 0))
print(np.linalg.multi_dot([a, s[:2], s]), np.linalg.multi_dot([[1, 2], [[1, 0], [0, 3]], [[1], [1]]]))
print(np.linalg.multi_dot([b, a]), np.linalg.multi_dot([b, a, a.T, a]), np.linalg.multi_dot([b, a, a.T, a, a.T, b]))
print(repr(np.linalg.multi_dot([b, b])), repr(np.linalg.multi_dot([b, a, a.T, b])))
out = np.zeros((4, 3))
print(np.linalg.multi_dot([a, s[:2], s, s], out=out) is out, out)
show(np.linalg.tensorinv(np.arange(36.).reshape(4, 9)[:, :4].reshape(4, 2, 2) ** 1.5 + np.eye(4).reshape(4, 2, 2), ind=1))
show(np.linalg.tensorsolve(np.eye(6).reshape(2, 3, 6) * 2, np.ones((2, 3))))
show(np.linalg.tensorsolve(np.eye(6).reshape(2, 6, 3) * 2, np.ones((2, 3)), axes=(1,)).shape)

# the functions that np has too
x = np.arange(12).reshape(2, 2, 3)
print(np.linalg.diagonal(x), np.linalg.diagonal(x, offset=1), np.linalg.trace(x), np.linalg.trace(x, offset=1, dtype=np.float32))
print(np.linalg.outer([1, 2], [3, 4]), np.linalg.cross([1, 2, 3], [[4, 5, 6]]), np.linalg.matmul(x[0], x[0].T))
print(np.linalg.matrix_transpose(x))
