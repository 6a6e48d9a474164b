# Lists are no arrays, slices no elements, rows no elements.
import numpy as np
n = 50
counts = [0] * n
for i in range(1, n):
    counts[i] = counts[i - 1] + i
m = np.ones((6, 7))
for i in range(1, 6):
    m[i, :] = m[i - 1, :] * 2
    m[i, i:] += m[i, :i].sum()
m[1:] = m[:-1] + 1
table = {}
for i in range(5):
    table[i] = table[i - 1] if i else 0
print(m.sum(), counts[-1], table)
