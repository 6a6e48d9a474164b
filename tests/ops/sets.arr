# null: skip
import numpy as np
a = np.array([3, 1, 3, 2, 1, 7, -2, 7])
x = np.array([1.5, np.nan, 0.5, np.nan, 1.5, -0.5, 0.0])
m = np.array([[1, 0, 1], [2, 2, 2], [1, 0, 1], [0, 5, 0]])
for v in (a, a.astype(np.int8), a * 0.5, x, m, m.T, a == 3, a[::-2], a[:0], a * 1j, 5, [[2, 1], [1, 2]], a.astype(np.uint64)):
    print(np.unique(v), np.unique(v).dtype, np.unique(v, return_index=True), np.unique(v, return_inverse=True), np.unique(v, return_counts=True))
    print(np.unique(v, True, True, True))
print(np.unique(x, equal_nan=False), np.unique(x, return_counts=True, equal_nan=False))
for ax in (0, 1, -1):
    print(np.unique(m, axis=ax), np.unique(m, axis=ax, return_index=True, return_counts=True), np.unique(m, return_inverse=True, axis=ax)[0])
print(np.unique(np.arange(24).reshape(2, 3, 4) % 3, axis=2), np.unique(np.zeros((3, 0)), axis=1).shape, np.unique(np.zeros((0, 2)), axis=0).shape, np.unique(x[:, None], axis=0).shape)
print(np.unique_values(a), np.unique_counts(a), np.unique_inverse(m), np.unique_all([2, 1, 2]), np.unique_counts(x).counts)
v, c = np.unique_counts([1, 1, 5])
print(v, c, np.unique_all(a).inverse_indices)
print(np.isin(a, [1, 7]), np.isin(m, [0, 5], invert=True), np.isin(3, [3, 4]), np.isin([1, 2], []), np.isin(a, 3), np.isin(x, x), np.isin(a, [1.0, 2.5]), np.isin(m, m[1], assume_unique=True, kind='sort'), np.isin(a, a[:2], kind='table'), np.isin([True, False], [1]), np.isin(a * 1j, [3j]))
print(np.intersect1d(a, [7, 1, 9]), np.intersect1d([1, 2, 3], [2, 3, 4], assume_unique=True), np.intersect1d(a, [7, 1, 9, 7], return_indices=True), np.intersect1d([3, 1, 2], [2, 3], True, True), np.intersect1d([[1, 2], [3, 4]], 3), np.intersect1d([1.5, 2], [2, 1]))
print(np.union1d(a, [0, 9]), np.union1d([[1, 2]], [2.5]), np.setdiff1d(a, [1, 7]), np.setdiff1d([4, 3, 3, 1], [1], assume_unique=True), np.setdiff1d([], [1]), np.setxor1d(a, [1, 100, 3, 100]), np.setxor1d([1, 2], [2, 3], assume_unique=True), np.setxor1d([], []))
print(np.ediff1d([1, 2, 4, 7, 0]), np.ediff1d(m, to_begin=[-1, -2], to_end=9), np.ediff1d([5]), np.ediff1d([1.5, 3], to_end=np.array([7])))
print(np.lexsort(([9, 4, 0, 4, 0, 2, 1], [1, 5, 1, 4, 3, 4, 4])), np.lexsort((m[:, 0], m[:, 1])), np.lexsort(m), np.lexsort(m, axis=0), np.lexsort((m, m[::-1]), axis=1), np.lexsort([3, 1, 2]), np.lexsort(np.array([3, 1, 2])), np.lexsort((x,)), np.lexsort(([1, 1, 0], [2.5, np.nan, 2.5])))
print(np.sort_complex([5, 3, 6, 2, 1]), np.sort_complex([1 + 2j, 2 - 1j, 3 - 2j, 3 - 3j, 3 + 5j]), np.sort_complex(np.array([3, 1], np.float32)).dtype, np.sort_complex(np.array([3, 1], np.int8)).dtype)
big = np.arange(30000) * 7919 % 1009
print(np.unique(big).size, np.unique(big, return_counts=True)[1][:5], np.isin(big, [5, 1008]).sum(), np.unique(big, return_inverse=True)[1].sum())
