# null: skip
# What a program calls its own values does not reach the functions of np that
# are written in the language.
import numpy as np


def sum(x, axis=None):
    return 'mine'


def isnan(x):
    return 'mine'


asarray = 3
sqrt = None
where = var = raise_error = 'mine'
square_modulus = divide_by_count = reduced_count = operand = abs = bool = 0
a = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]])
print(np.std(a[1]), a.var(0), np.nanmean(a, 1), np.nanstd(a), np.allclose(a[1], [4, 5, 6]))
print(sum(a), isnan(a), asarray, sqrt, var, operand)


def std(x):
    """Mine."""
    return np.std(x) + 1


print(std(a[1]), np.std(a[1]))
np_std = np.std
print(np_std([1, 2, 3, 4]))
