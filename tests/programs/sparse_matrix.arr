# oracle: ulp=512
# A CSR matrix in plain arrays: built from a dict of keys, times vectors, transposed; conjugate gradients. Dot products add in BLAS's order.
# null: skip
import sys
import numpy as np


def to_csr(entries, shape):
    keys = sorted(entries)
    indptr = np.zeros(shape[0] + 1, dtype=int)
    for i, j in keys:
        indptr[i + 1] += 1
    return np.array([entries[k] for k in keys]), np.array([j for _, j in keys]), np.cumsum(indptr)


def matvec(csr, x):
    data, indices, indptr = csr
    products = data * x[indices]
    rows = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    return np.bincount(rows, weights=products, minlength=len(indptr) - 1)


def laplacian(n):
    entries = {}
    for y in range(n):
        for x in range(n):
            k = y * n + x
            entries[k, k] = 4.0
            for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                if 0 <= y + dy < n and 0 <= x + dx < n:
                    entries[k, (y + dy) * n + x + dx] = -1.0
    return to_csr(entries, (n * n, n * n))


def cg(apply, b, tolerance=1e-10):
    x, r = np.zeros_like(b), b.copy()
    p, rr = r.copy(), r @ r
    for iteration in range(10 * len(b)):
        ap = apply(p)
        alpha = rr / (p @ ap)
        x += alpha * p
        r -= alpha * ap
        new = r @ r
        if np.sqrt(new) < tolerance:
            return x, iteration + 1
        p = r + new / rr * p
        rr = new
    raise RuntimeError("no convergence within %d steps" % (10 * len(b)))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 8
a = laplacian(n)
print(len(a[0]), a[2][:6], a[1][:5])
b = np.ones(n * n)
x, iterations = cg(lambda v: matvec(a, v), b)
print(np.allclose(matvec(a, x), b), iterations <= n * n, "%.8f" % x.max())
print(np.array2string(x.reshape(n, n)[n // 2], precision=5))
