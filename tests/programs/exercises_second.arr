# null: skip
# A hundred small exercises of NumPy, the second part.
import numpy as np
rng = np.random.default_rng(1)
Z = rng.random((10, 2)); X = np.atleast_2d(Z[:, 0]); Y = np.atleast_2d(Z[:, 1]); D = np.sqrt((X - X.T) ** 2 + (Y - Y.T) ** 2); print(D.round(3))
Z = (rng.random(10) * 100).astype(np.float32); Y = Z.view(np.int32); Y[:] = Z; print(Y)
Z = np.arange(9).reshape(3, 3)
for index, value in np.ndenumerate(Z):
    print(index, value)
for index in np.ndindex(Z.shape):
    print(index, Z[index])
X, Y = np.meshgrid(np.linspace(-1, 1, 10), np.linspace(-1, 1, 10)); D = np.hypot(X, Y); sigma, mu = 1.0, 0.0
G = np.exp(-((D - mu) ** 2 / (2.0 * sigma ** 2))); print(G)
n = 10; p = 3; Z = np.zeros((n, n)); np.put(Z, rng.choice(range(n * n), p, replace=False), 1); print(Z)
X = rng.random((5, 10)); Y = X - X.mean(axis=1, keepdims=True); print(Y)
Z = rng.integers(0, 10, (3, 3)); print(Z); print(Z[Z[:, 1].argsort()])
Z = rng.integers(0, 3, (3, 10)); print((~Z.any(axis=0)).any())
Z = rng.uniform(0, 1, 10); z = 0.5; m = Z.flat[np.abs(Z - z).argmin()]; print(m)
A = np.arange(3).reshape(3, 1); B = np.arange(3).reshape(1, 3); it = A + B; print(it)
Z = np.ones(10); I = rng.integers(0, len(Z), 20); Z += np.bincount(I, minlength=len(Z)); print(Z)
np.add.at(Z, I, 1); print(Z)
X = [1, 2, 3, 4, 5, 6]; I = [1, 3, 9, 3, 4, 1]; F = np.bincount(I, X); print(F)
w, h = 16, 16; I = rng.integers(0, 4, (h, w, 3)).astype(np.ubyte); F = I[..., 0] * 256 if False else I[..., 0].astype(int) * 16 + I[..., 1] * 4 + I[..., 2]; n = len(np.unique(F)); print(n)
A = rng.integers(0, 10, (3, 4, 3, 4)); print(A.sum(axis=(-2, -1))); print(A.reshape(A.shape[:-2] + (-1,)).sum(axis=-1))
D = rng.uniform(0, 1, 100); S = rng.integers(0, 10, 100); D_sums = np.bincount(S, weights=D); D_counts = np.bincount(S); print(D_sums / D_counts)
A = rng.uniform(0, 1, (5, 5)); B = rng.uniform(0, 1, (5, 5)); print(np.diag(np.dot(A, B))); print(np.sum(A * B.T, axis=1)); print(np.einsum("ij,ji->i", A, B))
Z = np.array([1, 2, 3, 4, 5]); nz = 3; Z0 = np.zeros(len(Z) + (len(Z) - 1) * (nz)); Z0[::nz + 1] = Z; print(Z0)
A = np.ones((5, 5, 3)); B = 2 * np.ones((5, 5)); print((A * B[:, :, None]).sum())
A = np.arange(25).reshape(5, 5); A[[0, 1]] = A[[1, 0]]; print(A)
faces = rng.integers(0, 100, (10, 3)); F = np.roll(faces.repeat(2, axis=1), -1, axis=1); F = F.reshape(len(F) * 3, 2); F = np.sort(F, axis=1); print(np.unique(F, axis=0))
C = np.bincount([1, 1, 2, 3, 4, 4, 6]); A = np.repeat(np.arange(len(C)), C); print(A)
def moving_average(a, n=3):
    ret = np.cumsum(a, dtype=float)
    ret[n:] = ret[n:] - ret[:-n]
    return ret[n - 1:] / n
print(moving_average(np.arange(20)))
Z = np.lib.stride_tricks.sliding_window_view(np.arange(10), window_shape=3); print(Z)
Z = rng.integers(0, 2, 10); print(np.logical_not(Z)); Z = rng.uniform(-1.0, 1.0, 10); print(np.negative(Z, out=Z))
def distance(P0, P1, p):
    T = P1 - P0; L = (T ** 2).sum(axis=1); U = -((P0[:, 0] - p[..., 0]) * T[:, 0] + (P0[:, 1] - p[..., 1]) * T[:, 1]) / L
    U = U.reshape(len(U), 1); D = P0 + U * T - p; return np.sqrt((D ** 2).sum(axis=1))
P0 = rng.uniform(-10, 10, (10, 2)); P1 = rng.uniform(-10, 10, (10, 2)); p = rng.uniform(-10, 10, (1, 2)); print(distance(P0, P1, p))
Z = np.arange(1, 15, dtype=np.uint32); R = np.lib.stride_tricks.sliding_window_view(Z, 4); print(R)
Z = rng.uniform(0, 1, (10, 10)); U, S, V = np.linalg.svd(Z); rank = np.sum(S > 1e-10); print(rank); print(np.linalg.matrix_rank(Z))
Z = rng.integers(0, 10, 50); print(np.bincount(Z).argmax())
Z = rng.integers(0, 5, (10, 10)); n = 3; i = 1 + (Z.shape[0] - 3); j = 1 + (Z.shape[1] - 3); C = np.lib.stride_tricks.sliding_window_view(Z, (n, n)); print(C.shape, C.sum())
p, n = 10, 20; M = np.ones((p, n, n)); V = np.ones((p, n, 1)); S = np.tensordot(M, V, axes=[[0, 2], [0, 1]]); print(S.shape, S.sum())
def iterate(Z):
    N = (Z[0:-2, 0:-2] + Z[0:-2, 1:-1] + Z[0:-2, 2:] + Z[1:-1, 0:-2] + Z[1:-1, 2:] + Z[2:, 0:-2] + Z[2:, 1:-1] + Z[2:, 2:])
    birth = (N == 3) & (Z[1:-1, 1:-1] == 0); survive = ((N == 2) | (N == 3)) & (Z[1:-1, 1:-1] == 1)
    Z[...] = 0; Z[1:-1, 1:-1][birth | survive] = 1; return Z
Z = rng.integers(0, 2, (20, 20))
for i in range(20): Z = iterate(Z)
print(Z)
Z = np.arange(10000); rng.shuffle(Z); n = 5; print(Z[np.argsort(Z)[-n:]]); print(Z[np.argpartition(-Z, n)[:n]].sum())
def cartesian(arrays):
    arrays = [np.asarray(a) for a in arrays]; shape = [len(x) for x in arrays]; ix = np.indices(shape, dtype=int); ix = ix.reshape(len(arrays), -1).T
    for n, arr in enumerate(arrays): ix[:, n] = arrays[n][ix[:, n]]
    return ix
print(cartesian(([1, 2, 3], [4, 5], [6, 7])))
A = rng.integers(0, 5, (8, 3)); B = rng.integers(0, 5, (2, 2)); C = (A[..., np.newaxis, np.newaxis] == B); rows = np.where(C.any((3, 1)).all(1))[0]; print(rows)
Z = rng.integers(0, 5, (10, 3)); E = np.all(Z[:, 1:] == Z[:, :-1], axis=1); U = Z[~E]; print(U); U = Z[Z.max(axis=1) != Z.min(axis=1), :]; print(U)
I = np.array([0, 1, 2, 3, 15, 16, 32, 64, 128]); B = ((I.reshape(-1, 1) & (2 ** np.arange(8))) != 0).astype(int); print(B[:, ::-1])
print(np.unique(rng.integers(0, 2, (6, 3)), axis=0))
A = rng.uniform(0, 1, 10); B = rng.uniform(0, 1, 10); print(np.einsum('i->', A), np.einsum('i,i->i', A, B), np.einsum('i,i', A, B)); print(np.einsum('i,j->ij', A, B))
X = np.cumsum(rng.normal(0, 1, 20)); dr = (np.diff(X) ** 2) ** .5; r = np.zeros_like(X); r[1:] = np.cumsum(dr); r_int = np.linspace(0, r.max(), 20); print(np.interp(r_int, r, X))
X = np.asarray([[1.0, 0.0, 3.0, 8.0], [2.0, 0.0, 1.0, 1.0], [1.5, 2.5, 1.0, 0.0]]); n = 4; M = np.logical_and.reduce(np.mod(X, 1) == 0, axis=-1); M &= (X.sum(axis=-1) == n); print(X[M])
X = rng.normal(size=100); N = 1000; idx = rng.integers(0, X.size, (N, X.size)); means = X[idx].mean(axis=1); confint = np.percentile(means, [2.5, 97.5]); print(confint)
