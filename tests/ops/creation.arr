# null: skip
# (repr() and conversions need values)
import numpy as np
print(np.zeros(3), np.zeros((2, 2), int), np.ones(2, dtype=np.float32), np.ones((1, 2), complex), np.ones(2, bool))
print(np.empty((0, 3)).shape, np.zeros(()), np.ndarray((2, 2)).shape, np.zeros([2, 1]), np.zeros(np.array([1, 2])))
print(np.full(3, 7), np.full((2,), 2.5), np.full(2, True), np.full(2, 1j), np.full((2, 2), [1, 2]))
print(np.full(3, 5, dtype=float), np.full(2, np.int8(3)).dtype, np.full(2, np.float32(1)).dtype, np.full(2, 1.9, int))
v = np.arange(3)
print(np.zeros_like(v), np.ones_like(v, dtype=float), np.full_like(v, 2.7), np.zeros_like([1.5, 2]), np.empty_like(v).shape)
print(np.full_like(v, [4, 5, 6]), np.ones_like(np.float64(3)), np.zeros_like(np.ones((2, 3)).T).shape)
print(np.eye(3), np.eye(2, 3, 1), np.eye(3, k=-1, dtype=int), np.identity(2), np.eye(2, k=5), np.eye(2, dtype=bool))
print(np.array([1, 2]).dtype, np.array([1, 2.5]).dtype, np.array([True, False]).dtype, np.array([1, 2j]).dtype, np.array([]).dtype)
print(np.array([True, 2]), np.array([True, 2.5]), np.array([[1, 2], [3, 4.5]]), np.array([[], []]).shape, np.array(((1, 2), [3, 4])))
print(np.array([1, 2], dtype=np.float32), np.array([1.9, -1.9], int), np.array([0, 2], bool), np.array(5, np.uint8), np.array([2**63]))
print(np.array([np.float32(1), np.float32(2)]).dtype, np.array([np.int8(1), 2]).dtype, np.array([np.int8(1), np.uint8(2)]).dtype)
print(np.array([v, v * 2]), np.array([v, [7, 8, 9]]), np.array([v.sum(), v.max(), 10]), np.array([[v[0], 1.5], [2, v[1]]]))
print(np.array(range(3)), np.array([range(2), range(2, 4)]), np.array(range(3), float), np.array(range(10, 0, -3)))
print(np.array([np.array(1), np.array(2)]), np.array([np.array([[1, 2]]), np.array([[3, 4]])]).shape, np.array([(1, 2), v[:2]]))
a = np.arange(4.)
b = np.array(a)
c = np.asarray(a)
b[0] = 9
c[1] = 8
print(a, b, c is a, np.asarray(a, int), np.array(a, copy=None) is a, np.copy(a), np.asarray([1, 2], float))
x = [1, [2, 3]][1]
x[0] = v[1]
print(np.array(x), np.fromfunction(lambda i, j: i * 10 + j, (2, 3)), np.fromfunction(lambda i, j: i == j, (2, 2), dtype=int))
