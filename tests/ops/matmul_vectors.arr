# Matrix times column and row times matrix, in every layout that BLAS takes or
# must be given a copy of: whole numbers, so that all orders of adding agree.
import numpy as np

for dtype in (np.float32, np.float64, np.complex64, np.complex128):
    a = (np.arange(35) % 11).reshape(7, 5).astype(dtype)
    x = (np.arange(20) % 7 - 3).astype(dtype)
    print(a @ x[:5], x[:7] @ a)
    print(a.T @ x[:7], x[:5] @ a.T)
    print(a[::2] @ x[:5], x[:4] @ a[::2])
    print(a[:, ::2] @ x[:3], x[:7] @ a[:, ::2])
    print(a[1:6] @ x[::4], x[::4] @ a[1:6])
    print(a[::-1] @ x[4::-1], x[6::-1] @ a[::-1])
    print(a.T[::2] @ x[:14:2], x[:3] @ a.T[::2])
    print(x[:5] @ x[5:10], x[::4] @ x[15:10:-1], a[3] @ a[4], a[:, 1] @ a[:, 3])
    print(a[:1] @ x[:5], x[:1] @ a[:1], a[:, :1] @ x[:1])
    print((a[:, :1] @ a[:1]).sum(), a @ x[:5].reshape(5, 1), x[:7].reshape(1, 7) @ a)
    print(np.zeros((3, 0), dtype) @ np.zeros(0, dtype), np.zeros(0, dtype) @ np.zeros((0, 3), dtype))
    print(np.zeros((0, 3), dtype) @ x[:3], np.zeros(0, dtype) @ np.zeros(0, dtype))

batch = (np.arange(24.) % 5).reshape(2, 3, 4)
print(batch @ np.arange(4.), np.arange(3.) @ batch)
large = (np.arange(1200 * 600) % 7).reshape(1200, 600).astype(float)  # more than one block
print((large @ np.arange(600.)).sum(), (np.arange(1200.) @ large)[::100], (large.T @ np.ones(1200))[::97])
