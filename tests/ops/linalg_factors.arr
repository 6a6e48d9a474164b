# null: skip
# Rounded: the last digits are LAPACK's, and tiny residues depend on its build.
# Where columns are only known up to a sign, products are compared that are not.
import numpy as np
a = np.array([[4., 1, 2], [1, 5, 3], [2, 3, 6], [7, 1, 0]])
c = a + 1j * np.array([[0, 1, -2], [-1, 0, 3], [2, -3, 0], [1, 1, 2]]) / 4
s = np.stack([a, a * 2 + 1, a[::-1] - 3])


def show(x):
    print(x.shape, x.dtype)
    print(np.round(x, 3 if x.dtype.name == 'float32' or x.dtype.name == 'complex64' else 6) + 0)


def near(x, y):
    bound = 1e-4 if x.dtype.name == 'float32' or x.dtype.name == 'complex64' else 1e-12
    print(x.shape, x.dtype, y.shape, y.dtype, np.abs(x - y).max() < bound)


# qr: the modes, tall and wide, views, stacks
for x in (a, a.T, c, c.T, s, s.swapaxes(1, 2), a[::-1, ::2], a.astype(np.float32), c.astype(np.complex64)):
    q, r = np.linalg.qr(x)
    show(r)
    show(q)
    near(q @ r, x)
    q, r = np.linalg.qr(x, 'complete')
    show(np.abs(q))
    near(q @ r, x)
    show(np.linalg.qr(x, mode='r'))
    h, tau = np.linalg.qr(x, 'raw')
    show(h)
    show(tau)
show(np.linalg.qr([[1, 2], [3, 4]])[1])
show(np.linalg.qr(np.array([[True, False], [True, True]])).R)
for shape in ((0, 3), (3, 0), (2, 0, 3), (0, 2, 2)):
    for mode in ('reduced', 'complete', 'raw'):
        q, r = np.linalg.qr(np.zeros(shape), mode)
        print(q.shape, r.shape, q.sum(), np.linalg.qr(np.zeros(shape), 'r').shape)

# svd
for x in (a, a.T, c, s, s.swapaxes(1, 2), a[::-1, ::2], a.astype(np.float32), c.astype(np.complex64)):
    u, values, vh = np.linalg.svd(x, full_matrices=False)
    show(values)
    near((u * values[..., None, :]) @ vh, x)
    u, values, vh = np.linalg.svd(x)
    print(u.shape, u.dtype, values.shape, values.dtype, vh.shape, vh.dtype)
    near(u @ u.conj().swapaxes(-1, -2), u * 0 + np.eye(u.shape[-1]))
    show(np.linalg.svd(x, compute_uv=False))
    show(np.linalg.svdvals(x))
h = np.array([[2., 1, 0], [1, -3, 1], [0, 1, 1]])
u, values, vh = np.linalg.svd(h, hermitian=True)
show(values)
near((u * values) @ vh, h)
u, values, vh = np.linalg.svd(np.stack([h, h + 1]), hermitian=True)
show(values)
near((u * values[:, None, :]) @ vh, np.stack([h, h + 1]))
show(np.linalg.svd(np.stack([h, h + 1]), compute_uv=False, hermitian=True))
for shape in ((0, 3), (3, 0), (2, 0, 3), (0, 2, 2)):
    for full in (True, False):
        u, values, vh = np.linalg.svd(np.zeros(shape), full)
        print(u, values, vh)

# eigh
g = np.array([[4, 1j, 2], [-1j, 5, 3], [2, 3, 6]])
for x in (h, g, np.stack([h, h + 1, h * 2]), h.astype(np.float32), g.astype(np.complex64), h.T[::-1, ::-1]):
    w, v = np.linalg.eigh(x)
    show(w)
    near(x @ v, v * w[..., None, :])
    show(np.linalg.eigvalsh(x))
t = np.tril(h) + 100 * np.triu(np.ones((3, 3)), 1)
show(np.linalg.eigvalsh(t))
show(np.linalg.eigvalsh(t, 'U'))
show(np.linalg.eigh(t.T, UPLO='u').eigenvalues)
show(np.linalg.eigh([[2, 1], [1, 2]]).eigenvalues)
print(np.linalg.eigh(np.zeros((0, 0))), np.linalg.eigvalsh(np.zeros((2, 0, 0))).shape)

# eig: real arrays where all eigenvalues are
m = np.array([[0., 1, 0], [0, 0, 1], [1, 0, 0]])
for x in (m, h, np.stack([m, h]), m + 1j, a[:3], a[:3].astype(np.float32), m.astype(np.float32)):
    w, v = np.linalg.eig(x)
    show(w)
    near(x @ v, v * w[..., None, :])
    show(np.linalg.eigvals(x))
print(np.linalg.eig([[2, 0], [0, 3]]))
print(np.linalg.eig(np.zeros((0, 0))), np.linalg.eig(np.zeros((3, 0, 0))).eigenvalues.shape)
w, v = np.linalg.eig(np.eye(2))
w[0] = 7
print(w, v)

# slogdet
show(np.linalg.slogdet(a[:3]).logabsdet)
print(np.linalg.slogdet(a[:3]).sign, np.linalg.slogdet(np.eye(2)[::-1]))
for x in (s[:, :3], c[:3], a[:3].astype(np.float32), c[:3].astype(np.complex64)):
    sign, logarithm = np.linalg.slogdet(x)
    show(sign)
    show(logarithm)
print(np.linalg.slogdet(np.zeros((2, 2))), np.linalg.slogdet(np.zeros((0, 0))))
print(np.linalg.slogdet(np.zeros((3, 0, 0))), np.linalg.slogdet(np.zeros((2, 2), np.complex64)))
print(np.linalg.det(np.zeros((0, 0))), np.round(np.linalg.slogdet(1e200 * np.eye(3)).logabsdet, 8))

# parts are arrays of their own
q, r = np.linalg.qr(np.eye(2))
q += 1
q[0, 1] = 5
print(q, r)
result = np.linalg.svd(np.eye(2))
print(len(result), result[1], result.S, result.U is result[0], result == result)
print(result + (1,), result[1:])
