import numpy as np

# out= of a reduction may be of any type; the loop's type follows from both.
a = np.array([[1.5, 2.75], [3.5, 0.25]])
i = np.zeros(2, dtype=np.int64)
b = np.zeros(2, dtype=np.bool_)
print(np.sum(a, axis=1, out=i), np.max(a, axis=1, out=i), np.min(a, axis=0, out=i))
print(np.sum(a, axis=0, out=b))
n = np.full((300, 2), 100, dtype=np.int8)
print(np.sum(n, axis=0, out=np.zeros(2, dtype=np.int8)))
print(np.sum(n, axis=0, out=np.zeros(2, dtype=np.float32)))
print(np.prod(n[:3], axis=0, out=np.zeros(2, dtype=np.int16)))
print(np.max(n, axis=0, out=np.zeros(2, dtype=np.uint8)))
print(np.max(n, axis=0, out=np.zeros(2, dtype=np.complex128)))
print(np.all(n, axis=0, out=np.zeros(2)), np.any(n, axis=0, out=b))
f = np.full((300, 2), 1.0, dtype=np.float32) * 16777217
print(np.sum(f + 1, axis=0, out=np.zeros(2)))

# out= may be a view of what is reduced
m = np.arange(16).reshape(4, 4)
np.sum(m, axis=0, out=m[2])
np.max(m, axis=1, out=m[:, 1])
np.sum(m, axis=1, keepdims=True, out=m[:, 3:])
print(m, np.sum(m, axis=0, dtype=np.int8, out=np.zeros(4)))
