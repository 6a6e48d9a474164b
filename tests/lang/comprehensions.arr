# List and dict comprehensions, generator expressions: scopes, laziness, nesting.
# null: skip
import numpy as np

i = "outer"
print([i * i for i in range(5)], i)
print([x for x in range(20) if x % 2 if x % 3], [(x, y) for x in range(3) for y in range(x)])
print([[r * c for c in range(3)] for r in range(3)])
print([x for row in [[1, 2], [], [3]] for x in row if x != 2])
print({k: v * 2 for k, v in [("a", 1), ("b", 2)]}, {x: x for x in "aab"})
print([a + b for a, (b, c) in [(1, (2, 3)), (4, (5, 6))]], [first for first, *rest in [(1, 2, 3)]])
print([], [x for x in []], [x for x in ()], {k: 1 for k in ""})
print(list(x * 2 for x in range(4)), tuple(x for x in "abc"), sum(x for x in range(101)))
print(max(len(w) for w in ["a", "bbb", "cc"]), min((-x for x in range(4)), key=abs))
print(sorted(x % 3 for x in range(7)), sorted((w for w in ["bb", "a"]), reverse=True))
print(dict((x, x * x) for x in range(3)), list(enumerate(c for c in "xy")), list(zip((x for x in "ab"), range(9))))

# laziness: consumers stop where CPython stops
seen = []


def note(x):
    seen.append(x)
    return x


print(any(note(x) > 2 for x in range(10)), seen)
seen.clear()
print(all(note(x) < 2 for x in range(10)), seen)
seen.clear()
print(3 in (note(x) for x in range(10)), seen)
seen.clear()
g = (note(x) for x in range(4))
print(seen, next(g), seen, list(g), seen, list(g), next(g, "done"))
a, b = (x + 1 for x in range(2))
print(a, b)
try:
    a, b = (x for x in range(5))
except ValueError as e:
    print(e)
for x in (y * y for y in range(10)):
    if x > 10:
        break
    print(x, end=" ")
print()


# scopes: the first iterable is the code's around, everything else the comprehension's own
def outer(n):
    values = [j for j in range(n)]
    total = [j + n for j in values if j < n - 1]
    nested = [[n * j + k for k in range(j)] for j in range(n)]
    return values, total, nested


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    return [step() for _ in range(3)], [count for _ in range(2)]


def shadow(x):
    inner = [x for x in range(3)]
    return inner, x


def closures():
    return [f() for f in [lambda: j for j in range(3)]], [f() for f in [lambda j=j: j for j in range(3)]]


def late():
    factor = 2
    g = (factor * x for x in range(3))
    factor = 10
    return list(g)


def escaping(n):
    base = n * 100
    return (base + x for x in range(n))


print(outer(4))
print(counter(), shadow("kept"), closures(), late(), list(escaping(3)))
try:
    print([undefined_one for x in range(2)])
except NameError as e:
    print(e)
try:
    print((x for x in 5))
except TypeError as e:
    print(e)
g = (1 / x for x in [1, 0, 2])
print(next(g))
try:
    next(g)
except ZeroDivisionError as e:
    print(e)
print(list(g))
g = (x for x in [1, 2])
try:
    g = (next(h) for h in [g, g, g])
    print(list(g))
except RuntimeError as e:
    print("RuntimeError")
except StopIteration as e:
    print("RuntimeError")


def selfish():
    g = (list(me[0]) for _ in range(1))
    me = [g]
    try:
        next(g)
    except ValueError as e:
        return str(e)
    return "none"


print(selfish())
chain = (x for x in range(3))
for _ in range(50):
    chain = (x + 1 for x in chain)
print(list(chain))

# with arrays
rows = np.arange(12.0).reshape(3, 4)
print([float(r.sum()) for r in rows], [r.shape for r in rows.T])
print(np.array([k * k for k in range(5)]), np.array([[r + c for c in range(3)] for r in range(2)]))
print(sum(np.arange(3) * k for k in range(4)), np.stack([row * 2 for row in rows]))
print(sum(float(x) for x in np.linspace(0, 1, 5)), max(x for x in np.array([3, 1, 2])))
print(np.array(list(x * 0.5 for x in range(4))))
print([f(3) for f in (lambda x: x + 1, lambda x: x * x)], [x if x else None for x in [0, 1]])
print(*[x for x in range(3)], *(y for y in "ab"))
print(len([0 for a in range(10) for b in range(10) for c in range(10) if (a + b + c) % 7 == 0]))
print([x
       for x in range(2)
       if x])


def by_code(n):
    k, base = 3, 10

    def add(x):
        return x + base

    rows = [[i * j + k for j in range(i)] for i in range(n) if i % 2]
    flat = [x for row in rows for x in row if x > 4 if x % 2 == 0 or x == 9]
    pairs = [(a, b) for a, (b, c) in zip(range(n), [(i, i) for i in range(n)]) if a != c or a < 2]
    called = [add(x) + add(k) for x in flat]
    later = [lambda: x + k for x in range(3)]
    own = [[(lambda: y * x)() for y in range(x)] for x in range(4)]
    texts = [c + str(i) for i in range(2) for c in 'ab']
    walked = [x for x in [v for v in (w * 2 for w in range(4))] if x in (2, 4)]
    return rows, flat, pairs, called, [f() for f in later], own, texts, walked


print(by_code(6))
print([x for x in np.arange(4.0)], [x.sum() for x in np.ones((2, 3))], [fib for fib in []])


def broken(n):
    return [10 // (n - i) for i in range(5)]


for n in (7, 3):
    try:
        print(broken(n))
    except ZeroDivisionError as error:
        print(error)
for bad in (5, None):
    try:
        print([x for x in bad])
    except TypeError as error:
        print(error)
    try:
        print([y for x in [bad] for y in x])
    except TypeError as error:
        print(error)
x = 'kept'
print([x for x in range(3)], x, [[y for y in range(x)] for x in range(3)], x)
