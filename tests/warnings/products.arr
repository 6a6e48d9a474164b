# Products of matrices: ufuncs tell, np.dot and einsum do not.
import numpy as np

a = np.full((3, 3), 1e200)
v = np.array([1e200, 1.0, 1.0])
print(a @ a)
print(a @ v)
print(v @ a)
print(v @ v)
print(np.matmul(a, a)[0, 0])
i = np.full((2, 2), np.inf)
print(i @ np.array([[1.0, -1], [0, 1]]))
print(np.ones((2, 2)) @ np.ones((2, 2)))
print(np.dot(a, a)[0, 0], np.dot(v, v), np.inner(v, v), np.einsum("i,i", v, v), np.tensordot(v, v, 1))
print(np.vecdot(v, v))
print(np.outer(v, v))
b = np.stack([a, np.eye(3), a])
print((b @ b)[:, 0, 0])
print(np.convolve(v, v), np.linalg.norm(v), np.eye(3) @ np.eye(3))
