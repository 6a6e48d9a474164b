# Ints wrap where they overflow, and no compiler may conclude anything from that they do not.
import numpy as np

for t in (np.int8, np.int16, np.int32, np.int64):
    top, low = np.iinfo(t).max, np.iinfo(t).min
    a = np.array([low, low + 1, -1, 0, 5, top - 1, top], dtype=t)
    print((a + 1) > a, a - 1 < a, (a * 2) // 2 == a, -a < 0, np.abs(a) < 0)
    print(np.square(a) < 0, a * 3 // 3, (a // -1) > 0, a + a - a == a, (a << 1) >> 1)
    print((a + 1).max(), (a * a).sum(), np.negative(a).min(), (a - 1 >= a).any())
for t in (np.uint8, np.uint16, np.uint32, np.uint64):
    a = np.array([0, 1, 2, np.iinfo(t).max - 1, np.iinfo(t).max], dtype=t)
    print((a + 1) > a, a - 1 < a, a * a, np.square(a) >= a, -a)
