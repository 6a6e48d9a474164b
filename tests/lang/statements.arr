# global and nonlocal, keyword-only parameters and *rest, annotations, else of loops, __name__.
# null: skip
import numpy as np
import numpy.linalg as la
from numpy import pi as circle, sqrt

total = 0
names: list = []
x: int = 3
y: float
pair: tuple[int, int] = (1, 2)
print(x, names, pair)


def add(n: int, *, scale: float = 1.0) -> None:
    global total, fresh
    total += n * scale
    fresh = "made"


add(2)
add(3, scale=10)
print(total, fresh)


def make():
    count = 0
    log = []

    def step(by=1):
        nonlocal count
        count += by
        log.append(count)
        return count

    def reset():
        nonlocal count, log
        count, log = 100, log + ["reset"]

    def read():
        return count, log

    return step, reset, read


step, reset, read = make()
step()
step(5)
reset()
step()
print(read(), make()[2]())


def deep():
    v = "deep"

    def middle():
        def inner():
            nonlocal v
            v = v + "er"

        inner()
        return v

    return middle(), v


print(deep())


def shadows():
    total = "local"

    def inner():
        global total
        total = total + 1
        return total

    return inner(), total


print(shadows(), total)


def f(a, b=2, *rest, c, d=4):
    return a, b, rest, c, d


print(f(1, c=3), f(1, 5, 6, 7, c=3, d=8), f(*range(5), c=0), f(a=1, c=2))
g = lambda *args, k=0: (args, k)
print(g(), g(1, 2), g(1, k=2))


def only(*, key):
    return key


def many(*values: float) -> float:
    t: float = 0.0
    for v in values:
        t += v
    return t


print(only(key=1), many(), many(1, 2.5), many(*[1, 2], 3))
for call in [lambda: f(1), lambda: f(), lambda: only(1), lambda: only(), lambda: only(key=1, other=2),
             lambda: many(values=1), lambda: add(1, 2), lambda: add(1, 2, scale=3), lambda: f(1, a=2, c=3)]:
    try:
        print(call())
    except TypeError as e:
        print(e)

# else of loops
for n in range(2, 10):
    for k in range(2, n):
        if n % k == 0:
            print(n, "=", k, "*", n // k)
            break
    else:
        print(n, "is prime")
k = 0
while k < 3:
    k += 1
else:
    print("while ended", k)
while True:
    break
else:
    print("never")
for k in []:
    pass
else:
    print("empty", k)


def search(values, wanted):
    for place, value in enumerate(values):
        if value == wanted:
            return place
    else:
        return None


print(search("abc", "c"), search("abc", "z"))

if __name__ == "__main__":
    print("main", la.norm(np.array([3.0, 4.0])), circle, sqrt(4.0))
try:
    import nowhere
except ImportError as e:
    print("no module", e)
try:
    from numpy import nothing_of_this_name
except ImportError:
    print("no name")


def uses_import():
    import numpy as inner
    from numpy.random import default_rng
    return inner.ones(2), default_rng(1).random() < 1


print(uses_import())


def unbound():
    if False:
        late: int = 1
    return late


try:
    unbound()
except UnboundLocalError as e:
    print(e)
