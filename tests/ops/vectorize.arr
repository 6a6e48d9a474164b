# null: skip
import numpy as np
def step(a, b):
    if a > b:
        return a - b
    return a + b
f = np.vectorize(step)
print(f([1, 2, 3, 4], 2), f(5, 2), f([[1.5], [2]], [1, 2, 9]), f(np.arange(3), np.arange(3)[::-1]).dtype, f(True, 2))
print(np.vectorize(lambda x: x * 1.5)([1, 2, 3]), np.vectorize(lambda x: x if x < 2 else x + 0.7)([1, 2, 3]), np.vectorize(step, otypes=[float])([1, 2, 3], 2), np.vectorize(step, otypes='d')([1], 2), np.vectorize(lambda x: x > 1)(np.array([1, 2])), np.vectorize(lambda z: z * 1j)([1, 2]))
g = np.vectorize(lambda x: (x, x * 0.5))
p, q = g([[2, 4], [6, 9]])
print(p, q, p.dtype, q.dtype, np.vectorize(abs)([-1, 2]), np.vectorize(np.sqrt)([1.0, 4.0]))
def note(x):
    print(x, end=" ")
    return x
np.vectorize(note)([1, 2])
print(np.asanyarray([1, 2]), np.dsplit(np.arange(12).reshape(1, 3, 4), [1, 3])[1], np.ascontiguousarray(np.ones((2, 3)).T).strides, np.ascontiguousarray(5), np.asfortranarray(np.arange(6).reshape(2, 3)).strides, np.ascontiguousarray([1, 2], dtype=np.float32).dtype, np.real_if_close([2.1 + 4e-14j, 5.2], tol=1000), np.real_if_close([1 + 1j]), np.real_if_close([1.5]))
x = np.arange(4.0)
print(np.ascontiguousarray(x) is x, np.ascontiguousarray(x[::2]) is x, np.asfortranarray(x) is x)
