# null: skip
# Bounds that are arrays, and what lies near the ends of types.
import numpy as np
for seed in range(3):
    for draw in (np.random.default_rng(seed).integers, np.random.RandomState(seed).randint):
        print(draw([1, 2, 3], 9), draw(0, [5, 10, 2**40]), draw([[1], [5]], [7, 8, 9]))
        print(draw([1, 2], [3, 4], size=(3, 2)), draw(np.arange(5), np.arange(5) + 10, dtype=np.int32))
        print(draw([0, 1, 2], 200, dtype=np.uint8), draw(-100, [100, 50], dtype=np.int8), draw([3], 5), draw([4, 7]))
        print(draw(np.zeros(7, int), 2, dtype=bool), draw([1, 2, 3], [2, 9, 4]), draw(np.array(5), 9), draw(3, np.int64(8), 4))
        print(draw([[0, 2**33]], [[2**34], [2**62]]), draw(10), draw([], 5), draw(0, 2, (0,)))
r = np.random.default_rng(4)
print(r.integers([1, 2], [1, 3], endpoint=True), r.integers([-2**63, 0], 2**63 - 1, endpoint=True), r.random())
a = r.integers(np.arange(3000), 5000)
print(a[:3], a[-3:], a.min(), r.integers(7))
