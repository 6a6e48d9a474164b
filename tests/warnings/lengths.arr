# A warning depends on no length: the odd element at each place of short and long arrays.
import numpy as np

count = 0
for n in (1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 1023, 1025, 3000):
    for k in (0, n // 2, n - 1):
        a = np.ones(n)
        a[k] = 0
        np.seterr(divide="raise", invalid="raise")
        for f in (np.reciprocal, np.log, np.sqrt, np.arccosh):
            try:
                x = f(a) if f is not np.sqrt else f(a - 0.5)
                count -= 1
                print("nothing was raised", n, k)
            except FloatingPointError:
                count += 1
        for f in (np.arcsin, np.sin, np.tan, np.exp, np.exp2, np.cbrt, np.arcsinh, np.arccos, np.log1p, np.arctan, np.tanh):
            count += f(a)[0] > -1
        np.seterr(divide="warn", invalid="warn")
print(count)
