# oracle: ulp=64
# Modified Gram-Schmidt with re-orthogonalisation: dot products add in BLAS's order.
# null: skip
import sys
import numpy as np


def gram_schmidt(a, passes=2):
    m, n = a.shape
    q = np.array(a, dtype=float)
    r = np.zeros((n, n))
    for j in range(n):
        for _ in range(passes):
            for i in range(j):
                s = q[:, i] @ q[:, j]
                r[i, j] += s
                q[:, j] -= s * q[:, i]
        r[j, j] = np.linalg.norm(q[:, j])
        q[:, j] /= r[j, j]
    return q, r


n = int(sys.argv[1]) if len(sys.argv) > 1 else 6
a = np.vander(np.linspace(1, 2, n + 2), n, increasing=True)
q, r = gram_schmidt(a)
print(np.round(np.abs(np.diag(r)), 4))
print(np.allclose(q.T @ q, np.eye(n)), np.allclose(q @ r, a), np.allclose(r, np.triu(r)))
q2, r2 = np.linalg.qr(a)
print(np.allclose(np.abs(np.diag(r2)), np.diag(r)))
