# null: skip
# (sizes come from data)
import numpy as np

print(np.bincount([1, 2, 2]), np.bincount([1, 2, 2], minlength=5), repr(np.bincount([])), np.bincount([], minlength=3))
print(np.bincount([1, 2, 2], weights=[0.5, 1, 2.25]), np.bincount(np.array([True, False, True])))
x = np.arange(1000) * 37 % 101
print(np.bincount(x), np.bincount(x[::-2] % 7, weights=0.1 * np.arange(500)))
for d in [np.int8, np.uint8, np.int32, np.uint64]:
    print(np.bincount((x % 5).astype(d)))
print(np.bincount(x, minlength=None)[:3], len(np.bincount(x)))
x[3] = 200
print(len(np.bincount(x)))
print(np.repeat(np.arange(6).reshape(2, 3)[:, ::-1], np.array([2, 0]), axis=0), np.repeat([5, 6], np.int8([1, 3])))
print(repr(np.argmax(x)), repr(np.trace(x.reshape(10, 100))), repr(np.flip(3)), repr(np.searchsorted([1, 2], 1.5)))
print(repr(np.sort(x[:4])), repr(np.concatenate([np.ones(1, dtype=np.float32), 2.0], axis=None)))
