# linspace warns as NumPy's steps do: of the difference, the product and the sum.
import numpy as np

for n in (1, 3):
    print(np.linspace(0, np.inf, n))
    print(np.linspace(np.inf, 0, n))
    print(np.linspace(np.inf, np.inf, n))
    print(np.linspace(np.nan, np.inf, n))
    print(np.linspace(0, np.inf, n, endpoint=False))
print(np.linspace(1e308, -1e308, 3))
print(np.linspace(0, 1e-320, 5))
print(np.linspace([0, 1], [np.inf, 2], 3))
print(np.linspace(0, np.float64(np.inf), 3))
print(np.linspace(0, 5e-324, 3), np.linspace(0, np.finfo(float).max, 2))
