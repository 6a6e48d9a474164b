# oracle: ulp=4096 -- BLAS adds long sums in an order of its own
# Products whose sums are long and results few, and matrices of a few columns.
import numpy as np

for n in [2, 7, 8, 9, 1000, 40003]:
    column = np.arange(n) % 11 * 0.25 + 1
    for k in [1, 2, 3, 4, 5]:
        a = (np.arange(n * k) % 13 * 0.5 + 1).reshape(n, k)
        x = np.arange(k) + 0.5
        print(n, k, (a @ x)[:3], (a @ x)[-1], (a @ x).sum(), a.T @ column, column @ a)
        print((x @ a.T).sum(), (a.astype("f4") @ x.astype("f4")).sum(), a.astype("f4").T @ column.astype("f4"))
        wide = np.ones((n, 2 * k))
        wide[:, ::2] = a
        print((wide[:, ::2] @ x).sum(), (wide[:, :k] @ x).sum(), wide[:, :k].T @ column, a.T @ np.repeat(column, 2)[::2])
        print((a[::-1] @ x[::-1]).sum(), a.T @ column[::-1], ((a + 1j) @ (x - 1j)).sum(), (a + 1j).T @ column)

k = 50000
a = (np.arange(3 * k) % 17 + 1.0).reshape(3, k)
b = (np.arange(2 * k) % 19 + 1.0).reshape(k, 2)
print(a @ b, a @ a.T, b.T @ b, a[0] @ a[1])
print((a + 1j) @ b, a.astype("f4") @ b.astype("f4"))
print(a.astype(int) @ b.astype(int), a.astype("u1") @ b.astype("u1"), (a > 3) @ (b > 20), (a > 3) @ (b > 3))
print(np.stack([a, a + 1]) @ b)
