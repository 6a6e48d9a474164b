# null: skip
import numpy as np
for seed in [42, 0, 1, 2**32 - 1, True, np.int64(3), [1, 2, 3], (7,), list(range(700)), range(5), 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]:
    np.random.seed(seed)
    print(np.random.rand(), np.random.rand(3), np.random.rand(2, 2), np.random.random(3), np.random.random())
    print(np.random.random_sample((2, 1)), np.random.ranf(), np.random.sample(2), np.random.uniform(), np.random.uniform(-3, 4, 5), np.random.uniform([1, 2], [3, 4]), np.random.uniform(2, 1))
    print(np.random.randn(), np.random.randn(3), np.random.randn(2, 2), np.random.rand(), np.random.normal(), np.random.normal(2, 3, 4), np.random.standard_normal((2, 2)))
    print(np.random.randint(10), np.random.randint(0, 10, 7), np.random.randint(5, 9, size=(2, 3)), np.random.randint(0, 2**32, 5), np.random.randint(0, 2**40, 5))
    print(np.random.randint(2**63 - 1, size=3), np.random.randint(8, size=5), np.random.randint(-5, 6, 5), np.random.randint(3, 4, 2))
    print(np.random.randint(0, 256, 11, dtype=np.uint8), np.random.randint(3, 200, 11, dtype=np.uint8), np.random.randint(0, 2, 37, dtype=bool))
    print(np.random.randint(0, 1000, 5, dtype=np.int16), np.random.randint(0, 7, 5, dtype=np.int32), np.random.randint(0, 2**64, 3, dtype=np.uint64))
    print(np.random.rand(700)[-1], np.random.randint(7, size=1000).sum(), np.random.rand())
print([np.random.randint(5), np.random.randint(5, dtype=np.int64), np.random.rand(), np.random.rand(1)])
a, b = np.random.RandomState(3), np.random.RandomState(3)
print(a.rand(2), a.randint(5), a.normal(), b.rand(3), a, str(b))
a.seed(4)
print(a.uniform(1, 2, 2), np.random.rand())
# a failed seed leaves the stream alone; a new one forgets the spare normal number
np.random.seed(1)
x = np.random.randn()
np.random.seed(1)
print(x == np.random.randn(), np.random.randn(0).shape, np.random.rand(2, 0).shape)
