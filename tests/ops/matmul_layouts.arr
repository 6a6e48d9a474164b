# Products of whole numbers, which are exact in any order, of operands that lie in every way.
# cuda: fallbacks=0 bytes_in=32 bytes_out=9000
import numpy as np
a = np.arange(35.0).reshape(5, 7) % 11 - 4
b = np.arange(42.0).reshape(7, 6) % 5 - 2
print(a @ b)
print(b.T @ a.T)
print((a.T.copy().T @ b)[1], (a @ b.T.copy().T)[2])
print(a[::2] @ b[:, ::2])
print(a[:, ::-1] @ b[::-1])
print(a[1:4, 1:5] @ b[2:6, 1:3])
print(a @ a.T, b.T @ b)
print(np.broadcast_to(a[0], (3, 7)) @ b)
# vectors
v = np.arange(7.0) - 3
print(a @ v, v @ b, v @ v, np.dot(a[0], b[:, 1]))
print(a[:, ::2] @ v[::2], v[::-1] @ b, v[1::2] @ v[:6:2])
print(b.T @ v, v @ a.T, a.T @ a[:, 0], np.outer(v, v[:2]))
print(np.ones((4, 1)) @ np.ones((1, 3)), np.ones((1, 1)) @ np.ones((1, 1)))
# stacks
s = np.arange(60.0).reshape(3, 4, 5) % 7 - 3
t = np.arange(45.0).reshape(3, 5, 3) % 4 - 1
print(s @ t)
print((s[::2] @ t[::-2]).sum(axis=(1, 2)), (s @ t[1])[2], (s[0] @ t)[:, 0])
print((s.transpose(0, 2, 1) @ s)[1])
print((t.transpose(1, 0, 2)[:, :, :2] @ np.ones((5, 2, 3)))[4])
u = np.arange(120.0).reshape(2, 3, 4, 5) % 3
w = np.arange(30.0).reshape(2, 1, 5, 3) % 4
print((u @ w)[1, 2], (u[:, ::2] @ w).sum())
print((u @ np.ones(5))[0], (np.ones(4) @ u)[1])
# types
for kind in ["float32", "complex64", "complex128", "int8", "int32", "uint8", "int64", "bool"]:
    x = (np.arange(12).reshape(3, 4) % 5).astype(kind)
    y = (np.arange(20).reshape(4, 5) % 3).astype(kind)
    print(kind, (x @ y).dtype)
    print(x @ y, x[0] @ y, x @ y[:, 1], x[1] @ y[:, 2])
    print(x.T @ x, (np.stack([x, x[::-1]]) @ y)[1])
c = a[:, :3] + 1j * a[:, 2:5]
print(c @ c.T, c.conj().T @ c, c[0] @ c[1])
print(np.vdot(c[0], c[1]), np.inner(c, c)[2])
m = np.arange(70 * 130).reshape(70, 130) % 17
print((m @ m.T)[65:, 65:], (m.T @ m)[128:, :3], (m.astype("int8") @ m.astype("int8").T)[69])
print((np.zeros((0, 3)) @ np.ones((3, 2))).shape, np.zeros((2, 0)) @ np.ones((0, 2)))
print(np.linalg.matrix_power(np.array([[1, 1], [1, 0]]), 30))
print(np.einsum("ij,jk->ik", a, b)[0], np.tensordot(s, t, axes=([0], [0])).shape)
