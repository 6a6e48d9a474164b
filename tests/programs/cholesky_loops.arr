# Cholesky by loops, then forward and back substitution; element access throughout.
# null: skip
import sys
import numpy as np


def cholesky(a):
    n = len(a)
    l = np.zeros_like(a)
    for i in range(n):
        for j in range(i + 1):
            s = 0.0
            for k in range(j):
                s += l[i, k] * l[j, k]
            if i == j:
                d = a[i, i] - s
                if d <= 0:
                    raise np.linalg.LinAlgError("matrix is not positive definite")
                l[i, j] = np.sqrt(d)
            else:
                l[i, j] = (a[i, j] - s) / l[j, j]
    return l


def solve(l, b):
    n, y = len(b), b.copy()
    for i in range(n):
        y[i] = (y[i] - sum([l[i, k] * y[k] for k in range(i)])) / l[i, i]
    for i in reversed(range(n)):
        y[i] = (y[i] - sum([l[k, i] * y[k] for k in range(i + 1, n)])) / l[i, i]
    return y


n = int(sys.argv[1]) if len(sys.argv) > 1 else 8
i = np.arange(n)
a = 1.0 / (1 + np.abs(i[:, None] - i)) + np.eye(n)
l = cholesky(a)
x = solve(l, np.ones(n))
print(l)
print(x)
print(np.allclose(l @ l.T, a), np.allclose(a @ x, 1), np.allclose(l, np.linalg.cholesky(a)))
try:
    cholesky(-a)
except np.linalg.LinAlgError as error:
    print(type(error).__name__, error)
