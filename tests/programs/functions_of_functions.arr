# Closures, recursion, keyword arguments, composition, caches.
# null: skip
import numpy as np

def count_calls(f):
    calls = [0]
    def wrapped(*args):
        calls[0] += 1
        return f(*args)
    return wrapped, calls

def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))

ack, calls = count_calls(ackermann)
print(ack(2, 3), calls)
compose = lambda *fs: (lambda x: x if not fs else fs[0](compose(*fs[1:])(x)))
print(compose(lambda v: v + 1, lambda v: v * 2)(5))
def flatten(x):
    if isinstance(x, (list, tuple)):
        return [y for item in x for y in flatten(item)]
    return [x]
print(flatten([1, [2, (3, [4, [5]]), 6]]))
def powerset(xs):
    return [[]] if not xs else [s + t for s in powerset(xs[1:]) for t in ([], [xs[0]])]
print(sorted(powerset([1, 2, 3]), key=lambda s: (len(s), s)))
def make_counter(start=0, *, step=1):
    n = start
    def bump():
        nonlocal n
        n += step
        return n
    return bump
c, d = make_counter(), make_counter(10, step=5)
print(c(), c(), d(), c(), d())
def search(grid, target):
    for i, row in enumerate(grid):
        for j, v in enumerate(row):
            if v == target:
                return i, j
    return None
print(search(np.arange(6).reshape(2, 3), 4), search([[1]], 2))
def bsearch(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo
a = [1, 3, 3, 7, 9]
print([bsearch(a, v) for v in (0, 3, 8, 10)], np.searchsorted(a, [0, 3, 8, 10]))
def cache(f, store={}):
    def g(n):
        if n not in store:
            store[n] = f(n)
        return store[n]
    return g
sq = cache(lambda n: n * n)
print(sq(4), sq(4), cache.__name__, sq.__name__, (lambda: 0).__name__)
try:
    def inf(n):
        return inf(n + 1)
    inf(0)
except RecursionError as e:
    print(type(e).__name__)
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "max": max, "arr": np.maximum}
for k, f in ops.items():
    print(k, f(3, 5), end="; ")
print()
def kw(a, b=2, *rest, c=3):
    return a, b, rest, c
print(kw(1), kw(1, 5, 6, 7, c=8), kw(b=1, a=0), kw(*[1, 2], *(3,)))
x, (y, *z), w = 1, (2, 3, 4), 5
print(x, y, z, w)
i = 5
i += i ** 2 // 3 - (i & 3) << 1
print(i, 10 if i > 3 else 20, [] or "empty", 0 or None, "" and 1, not [], 1 < 2 < 3 == 3 != 4, 5 in range(0, 10, 5), None is not False)
del x
try:
    x
except NameError as e:
    print(e)
