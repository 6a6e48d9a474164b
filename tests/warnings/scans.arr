# Running sums and ufuncs at places tell what they meet, each once a line.
import numpy as np
big = np.full(5000, 1e306)
print(big.cumsum()[-1])
print(np.full((3, 400), 1e308).cumsum(axis=0)[-1, -1], np.full((1200, 3), 1e200).cumprod(axis=1)[7])
print(np.array([np.inf, 1, -np.inf]).cumsum(), np.array([1.0, np.inf, 2]).cumsum())
print(np.array([1e308 + 1j, 1e308]).cumsum(), np.array([np.nan, 1]).cumprod())
print(np.divide.accumulate(np.array([1.0, 0.0, 3.0])), np.floor_divide.accumulate(np.array([7, 0, 2])))
print(np.maximum.accumulate(np.array([1.0, np.nan, 3.0])), np.subtract.accumulate(np.array([1e308, -1e308])))
a = np.zeros(3)
np.add.at(a, [0, 0, 1], [1e308, 1e308, 2])
print(a)
with np.errstate(over="ignore"):
    print(big.cumsum()[-1], np.full(9, 1e200).cumprod()[1])
with np.errstate(over="raise"):
    try:
        print(big.cumsum()[-1])
    except FloatingPointError as e:
        print(e)
