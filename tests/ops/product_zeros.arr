# null: skip
# The signs of zeros: sums of products begin at 0.
import numpy as np
a = np.array([0.0, 1.0]); b = np.array([-1.0, -0.0])
M = np.array([[0.0, -0.0], [0.0, 1.0]]); N = np.array([[-1.0, -2.0], [-0.0, -0.0]])
for s, ops in (('i,j', (a, b)), ('i,i', (a[:1], b[:1])), ('i,i->i', (a, b)), ('ij,jk', (M, N)), ('ij,jk->ik', (M, N)), ('ij,ij->i', (M, N)), ('ij->ji', (N,)), ('ij->i', (N,)), ('i->', (b,)), ('ij->', (-M,)), ('ii->i', (N,)), ('ii', (-M * 0,)), ('i', (b,)), ('i,->i', (a, -1.0)), ('i,j,k', (a, b, a)), ('ij,j', (M, b)), (',', (0.0, -1.0)), ('ij,kj->ik', (M, N)), ('bij,bjk', (M[None], N[None])), ('i,j', (a.astype(np.float32), b.astype(np.float32))), ('i,j', (a * 1j, b + 0j))):
    print(s, np.einsum(s, *ops).tolist())
print(np.vecdot(a[:1], b[:1]), np.tensordot(a, b, 0), np.tensordot(a[:1], b[:1], 1), np.inner(a[:1], b[:1]), np.outer(a, b), np.kron(a, b), np.matmul(a[:1], b[:1]), np.dot(a[:1], b[:1]), np.dot(M, N), np.vdot(a[:1], b[:1]), np.trace(-M * 0), (-M * 0).sum(), np.sum(b[1:]))
