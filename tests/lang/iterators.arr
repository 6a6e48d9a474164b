# null: skip
# enumerate, zip, map, filter, reversed, iter, next, sorted.
import numpy as np

for i, x in enumerate(["a", "b"]):
    print(i, x)
for i, row in enumerate(np.arange(6).reshape(3, 2), start=10):
    print(i, row, row.sum())
print(list(enumerate("xy", 2**63 - 1)), list(enumerate((), 5)), list(enumerate(iterable="q", start=True)))

print(list(zip()), list(zip([1, 2, 3], "ab")), tuple(zip(range(3), np.arange(3) * 1.5, "xyz", strict=True)))
for a, (b, c) in zip([1, 2], [(3, 4), (5, 6)]):
    print(a, b, c)
pairs = zip([1, 2, 3], [4, 5, 6])
print(next(pairs), list(pairs), list(pairs), next(pairs, "no more"))
rows = list(zip(*[[1, 2, 3], [4, 5, 6]]))
print(rows)

print(list(map(lambda x: x * x, range(5))), list(map(lambda a, b: a - b, [5, 6, 7], (1, 2))), list(map(int, "123")))
print(list(filter(None, [0, 1, "", "a", [], 2.5])), list(filter(lambda x: x % 2, range(9))), list(filter(bool, [0, 3])))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(0, 10, 3))), list(reversed((1, (2, 3)))))
for row in reversed(np.eye(2)):
    print(row)

it = iter([1, 2, 3])
print(next(it), next(it), next(it), next(it, None), iter(it) is it)
print(sum(map(abs, [-1, 2, -3])), max(zip([3, 1], "ab")), any(map(bool, [0, 0])), all(filter(None, [0, 1])))
print(min(enumerate([5, 2, 8]), key=lambda p: p[1]), len(list(zip(range(1000), range(999)))))

print(sorted([3, 1, 2]), sorted("banana"), sorted((2.5, -1, True)), sorted([]), sorted(range(5), reverse=True))
print(sorted([(2, "b"), (1, "z"), (2, "a")]), sorted(["bb", "a", "ccc"], key=len), sorted(["bb", "a", "cc"], key=len, reverse=True))
print(sorted(np.array([3, 1, 2])), sorted(np.array([2.5, -1.0]), reverse=True), sorted([np.float64(2), 1, np.int8(3)]))
numbers = list(map(lambda i: (i * 7919) % 1009, range(1009)))
print(sorted(numbers) == list(range(1009)), sorted(numbers, key=lambda v: v % 10)[:25], sorted(numbers, key=lambda v: -v)[:3])
print(sorted(numbers, key=lambda v: v % 7, reverse=True)[:20])

a, b = map(float, ("1", "2"))
print(a, b, tuple(zip("ab", "cd")))
print(3 in map(abs, [-3, 2]), "z" in iter("abc"))

