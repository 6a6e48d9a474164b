# null: skip
# Rounded: the last digits are LAPACK's, and tiny residues depend on its build.
import numpy as np
a = np.array([[4., 1, 2], [1, 5, 3], [2, 3, 6]])
c = a + 1j * np.array([[0, 1, -2], [-1, 0, 3], [2, -3, 0]]) / 4
s = np.stack([a, a + np.eye(3), a * 2])


def show(x):
    print(x.shape, x.dtype)
    print(np.round(x, 6) + 0)


# solve: one right side, several, stacks that broadcast, views of any strides
show(np.linalg.solve(a, np.array([1., 2, 3])))
show(np.linalg.solve(a, np.arange(6).reshape(3, 2)))
show(np.linalg.solve(a, [[1], [2], [3]]))
show(np.linalg.solve(s, np.arange(9.).reshape(3, 3)))
show(np.linalg.solve(s, np.array([1., 2, 3])))
show(np.linalg.solve(s[:, None], np.ones((2, 3, 1))))
show(np.linalg.solve(a, np.ones((2, 1, 3, 2))))
show(np.linalg.solve(a.T[::-1, ::-1], a[0, ::-1]))
show(np.linalg.solve(c, [1, 2, 3]))
show(np.linalg.solve(a.astype(np.float32), np.float32([1, 2, 3])))
show(np.linalg.solve(a.astype(np.float32), [1, 2, 3]))
show(np.linalg.solve(c.astype(np.complex64), np.ones(3, dtype=np.float32)))
show(np.linalg.solve([[2, 1], [1, 3]], [True, False]))
print(np.linalg.solve(np.zeros((0, 0)), np.zeros(0)), np.linalg.solve(a, np.zeros((3, 0))).shape)

# inv
show(np.linalg.inv(a))
show(np.linalg.inv(s))
show(np.linalg.inv(c))
show(np.linalg.inv(s[::2, ::-1]))
show(np.linalg.inv(a.astype(np.float32)))
show(np.linalg.inv([[2, 0], [0, 4]]))
print(np.linalg.inv(np.zeros((0, 0))).shape, np.linalg.inv(np.zeros((0, 2, 2))).shape)

# cholesky
show(np.linalg.cholesky(a))
show(np.linalg.cholesky(a, upper=True))
show(np.linalg.cholesky(s))
show(np.linalg.cholesky(c))
show(np.linalg.cholesky(c, upper=True))
show(np.linalg.cholesky(s.astype(np.float32)))

# det
show(np.linalg.det(s))
show(np.linalg.det(a))
show(np.linalg.det(c))
show(np.linalg.det(np.stack([c, c.T]).astype(np.complex64)))
show(np.linalg.det([[1, 2], [3, 4]]))
print(np.linalg.det(np.zeros((2, 2))), np.linalg.det(np.zeros((0, 0))), np.linalg.det(np.zeros((3, 0, 0))))

# the operands are as they were, and a chain of them
x = a.copy()
y = np.linalg.solve(x, x @ np.ones(3))
x[0] = 0
print(np.round(y, 9), x, np.allclose(np.linalg.inv(np.linalg.inv(a)), a))

# more than one block of columns
n = 90
m = np.fromfunction(lambda i, j: 1 / (1 + (i - j) ** 2), (n, n)) + np.eye(n)
print(np.allclose(m @ np.linalg.inv(m), np.eye(n)), np.allclose(m @ np.linalg.solve(m, np.arange(n)), np.arange(n)))
L = np.linalg.cholesky(m)
print(np.allclose(L @ L.T, m), np.allclose(np.log(np.linalg.det(m)), 2 * np.log(np.diag(L)).sum()))

# Of one element each: a product, with its zero's sign.
for x in (np.zeros(1), np.zeros((1, 1)), np.zeros(1, np.float32), np.zeros(1, np.int8)):
    for y in (np.array([-1.0]), np.array([[-1.0]]), -1.5):
        print(np.dot(x, y), np.dot(y, x), np.shape(np.dot(x, y)), np.dot(x, y).dtype)
