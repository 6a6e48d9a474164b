# Ints: division by zero, the least int by -1; sums of arrays wrap in silence.
import numpy as np

for dtype in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64):
    a = np.array([5, 0, 7], dtype=dtype)
    print(a // a)
    print(a % a)
    print(np.fmod(a, a))
    print(np.reciprocal(a))
    print(a + a, a * a, a - a)
for dtype in (np.int8, np.int16, np.int32, np.int64):
    a = np.array([np.iinfo(dtype).min, 3], dtype=dtype)
    print(a // dtype(-1))
    print(a % dtype(-1), -a, abs(a))
print(divmod(np.arange(3), 0))
a = np.arange(4)
a //= 0
print(a)
