# null: skip
# Signed integers against uint64 compare as the integers they are.
import numpy as np

a = np.array([2**63 - 1, -1, 0, 5, -2**63, 2**53 + 1], dtype=np.int64)
b = np.array([2**63, 2**64 - 1, 0, 4, 2**63, 2**53], dtype=np.uint64)
print(a == b, a != b, a < b, a <= b, a > b, a >= b)
print(b == a, b != a, b < a, b <= a, b > a, b >= a)
for t in (np.int8, np.int16, np.int32):
    c = np.array([-1, 5, 127], dtype=t)
    print(c < b[:3], b[:3] >= c, c == np.uint64(5), np.uint64(2**64 - 1) == c, c[:, None] != b[None, :4])
print(np.int64(-1) < np.uint64(1), np.int64(2**62 + 1) == np.uint64(2**62), type(np.int64(1) == np.uint64(1)))
out = np.zeros(6, dtype=bool)
print(np.less(b, a, out), out, np.equal(a, b), (a.reshape(2, 3).T < b.reshape(3, 2)), (a[:0] < b[:0]))
print(np.where(a > b, 1, -1), (a[::-1] <= b).sum(), a[1:4] < b[1], np.uint8(200) > np.int8(-1), np.uint64(3) in a, np.int64(5) in b)
