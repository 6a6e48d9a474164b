# null: skip
# Functions over host values: every instruction that code for functions has, by
# its short way and by its long one, and every way into and out of a call.
import math
import numpy as np


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


print(fib(20), fib(True), fib(1.5), fib(np.int64(5)))


def factorial(n):
    return 1 if n == 0 else n * factorial(n - 1)


print(factorial(20), factorial(25), factorial(5.0))


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(2, 9))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


print(is_even(300), is_odd(301), is_even(7))


def mixed(a, b):
    c = a + b
    d = a - b
    e = a * b
    f = a / b
    g = a // b
    h = a % b
    return c, d, e, f, g, h, -a, a < b, a == b, not a


for pair in [(7, 2), (-7, 2), (7, -2), (7.5, 2), (-7, 2.5), (True, 3), (2**62, 2**62 + 1),
             (-2**63, 1), (2**64, 3), (1 + 2j, 2.0) if False else (5, 5.0), (1e308, 10)]:
    print(mixed(pair[0], pair[1]))


def constants(x):
    return (x + 1, 1 + x, x - 2, 2 - x, x * 3, 3 * x, x / 4, 4 / x, x // 4, 9 // x, x % 8, 9 % x,
            x + 0.5, 0.5 - x, x * 0.5, 0.5 * x, x / 0.5, 0.5 / x, x // 0.5, x % 0.75, x // 3,
            x % 3, x ** 2, 2 ** x, x & 6 if type(x) is int else None)


for x in (5, -5, 3.5, -0.25, 2**53 + 1, -2**63, 2**63 - 1, 2**70, True, np.float32(3)):
    if x != 2**70 and x != 2**53 + 1 and abs(x) < 2**60:
        print(constants(x))
    else:
        print(x + 1, 1 + x, x - 2, 2 - x, x * 3, 3 * x, x / 4, x // 4, x % 8, x // 3, x % 3)


def edges(x):
    return x + 1, x - 1, x * 2, -x, x // 2, x % 2, x // 1, x % 1, x / 2, x * 1.0


print(edges(2**63 - 1), edges(-2**63), edges(0), edges(-1), edges(-0.0))


def tests(a, b):
    out = []
    if a < b: out.append('<')
    if a <= b: out.append('<=')
    if a > b: out.append('>')
    if a >= b: out.append('>=')
    if a == b: out.append('==')
    if a != b: out.append('!=')
    if not a < b: out.append('not <')
    if a < 3: out.append('<3')
    if 3 <= a: out.append('3<=')
    if a < 2.5: out.append('<2.5')
    if a != 2.5: out.append('!=2.5')
    if 0 <= a < b: out.append('chain')
    if 0 <= a < b < 10 or a is None: out.append('longer')
    if 1 < a + 1 <= b + 1 < 100: out.append('computed')
    if a and not b: out.append('and')
    if a or b: out.append('or')
    return ' '.join(out)


nan = float('nan')
for a, b in [(1, 2), (2, 1), (3, 3), (2.5, 3), (3, 2.5), (nan, 1), (1, nan), (0, 0.0), (2**53 + 1, 2.0**53),
             (True, 2), (2**70, 1), (np.float64(2), 3), (0, False)]:
    print(tests(a, b))


def values(a, b):
    return a and b, a or b, a and b or 5, (a if b else -1), not a, a is b, a is not None


print(values(0, 3), values(2, 0.0), values('', []), values(None, None), values([1], 'x'))


def swaps(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    (c, d), e = (a, b), [a]
    x, y = y0, x0 = 1, 2
    return a, b, c, d, e, x, y, x0, y0


print(swaps(10), swaps(100))


def loops(n):
    found = []
    for i in range(n):
        if i % 3 == 0:
            continue
        for j in range(n, i, -2):
            if j == i + 1:
                break
            if i * j > 40:
                return found, i, j
        else:
            found.append((i, 'else'))
        k = 0
        while k < i:
            k += 2
            if k == 6:
                break
        else:
            found.append(k)
    else:
        found.append('end')
    return found


print(loops(6))
print(loops(9))


def over(things):
    total = 0
    for i, x in enumerate(things):
        total = total + i * x
        if total > 1000:
            return 'left', total
    for x in things:
        total += x
    for key in {'a': 1, 'b': 2}:
        total += len(key)
    for x, (y, z) in [(1, (2, 3)), (4, (5, 6))]:
        total += x * y * z
    for c in 'xyz':
        total += ord(c) - 119
    return total


print(over([1, 2.5, 3]), over((10, 20)), over([500] * 5), over(np.arange(3)), over(range(4)))
print(over([x * x for x in range(5)]))


def grow():
    items = [1]
    for x in items:
        if x < 6:
            items.append(x + 1)
    return items


print(grow())


def first_over(limit):
    for x in (y * y for y in range(100)):
        if x > limit:
            return x


print(first_over(50), first_over(1e9))


def lists(n):
    hist = [0] * n
    grid = [[0] * n, [0.5] * n]
    for i in range(3 * n):
        hist[i % n] += 1
        hist[-1] -= 1
        grid[i % 2][i % n] = i
        grid[1][i % n] += 0.25
    last = hist[-1]
    hist[0] = hist
    hist[0] = 'x'
    hist[0] += 'y'
    hist[True] *= 2
    table = {'k': 1}
    table['k'] += 4
    table[n] = hist[1]
    return hist, grid, last, table


print(lists(4))


def arrays(a, k):
    a[k] += 2
    a[a > 5] *= 2
    a[1:3] -= 1
    b = a[k] * 2
    a[k] = b
    for i in range(a.shape[0]):
        a[i] = a[i] + i
    b += a
    return a, b, float(a[0])


print(arrays(np.arange(6.0), 3))
print(arrays(np.arange(8), 0))


def guarded(x):
    """A docstring is no work."""
    for i in range(5):
        try:
            if i == x:
                return 'return', i
            if i == x - 10:
                break
            if i == x - 20:
                continue
            if i == x - 30:
                raise ValueError(str(i))
            last = 10 // (x - 40 - i)
        except ZeroDivisionError as error:
            last = str(error)
        except ValueError as error:
            return 'error', str(error)
        finally:
            x += 0
    else:
        return 'else', last
    return 'break', i


for x in (2, 13, 24, 31, 42):
    print(guarded(x))


def counter():
    count = 0

    def step(by):
        nonlocal count
        count += by
        return count

    total = 0
    for i in range(4):
        total += step(i)
    return total, count, [step(1) for _ in range(2)]


print(counter())

calls = 0


def count_calls(n):
    global calls
    calls += 1
    while n > 0:
        n -= 1
        calls = calls + n
    return calls


for i in range(3):
    calls = calls * 2 + count_calls(i)
print(calls)


def defaults(a, b=2, *rest, c=3):
    return a + b + c + len(rest)


total = 0
for i in range(3):
    total += defaults(i) + defaults(i, 1) + defaults(i, 1, 1, 1, c=0) + defaults(b=i, a=1)
print(total)

square = lambda x: x * x
compose = lambda f, g: lambda x: f(g(x))
print(square(4), compose(square, fib)(7), [square(i) for i in range(4)], sorted([3, -4, 1], key=square))


def replaced(n):
    global replaced
    if n == 0:
        replaced = square
        return 100
    return replaced(n - 1) + n


print(replaced(3), replaced(3))


def argument_order():
    seen = []

    def note(x):
        seen.append(x)
        return x

    x = note(1) + note(2) * note(3)
    y = [note(4), note(5)][note(0)]
    z = note(6) < note(7) < note(8)
    seen.append(x + y + z)
    return seen


print(argument_order())


def unset(n):
    if n == 1:
        x = 1
    print('before')
    return x + print('after')


for n in (0, 1):
    try:
        unset(n)
    except UnboundLocalError as error:
        print(error)
    except TypeError as error:
        print(error)


def removed(n):
    y = n
    for i in range(2):
        if i == n:
            del y
        y = y + 1
    return y


for n in (0, 1, 2):
    try:
        print(removed(n))
    except UnboundLocalError as error:
        print(error)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))
try:
    depth(10**6)
except RecursionError as error:
    print(error)
print(depth(900))


def deep(n):
    return sum([deep(n - 1), 1]) if n else 0


print(deep(100))


def roots(n):
    total = 0.0
    for i in range(n):
        total += math.sqrt(i) * math.floor(i / 3) + abs(i - 5) - min(i, 3) + max(i, 2.5) + int(i / 2) + len('ab')
    return total, math.pi


print(roots(20))


def nothing():
    pass


def early(x):
    if x:
        return
    return 1, x


print(nothing(), early(1), early(0))


def many(a, b, c, d, e, f, g, h):
    return a + b + c + d + e + f + g + h


def pyramid(n):
    return many(n, n + 1, many(1, 2, 3, 4, 5, 6, 7, 8), 4, many(n, 0, 0, 0, 0, 0, 0, 1), 6, 7, 8)


print(pyramid(3))


def raising(n):
    if n == 0:
        return [1][n + 1]
    return raising(n - 1) + 1


for n in range(3):
    try:
        raising(n)
    except IndexError as error:
        print(error)


def shadowed(n):
    range = lambda k: [k, k + 1]
    return [x for x in range(n)], sum(range(n))


print(shadowed(2))
for bad in ('x', None, [1], (1, 2)):
    try:
        fib(bad)
    except TypeError as error:
        print(error)
for bad in (lambda: fib(), lambda: fib(1, 2), lambda: many(1), lambda: nothing(1), lambda: total(1)):
    try:
        bad()
    except TypeError as error:
        print(error)


def itself(a, b):
    a = a if b else a
    b = b
    a = b and a
    a, b = b, a
    for a in [a]:
        a = a
    c = a[0] if b else b
    a = a[0]
    return a, b, c


print(itself([[1, 2]], [3]), itself('ab', 'cd'), itself([np.arange(3)], [0]))


def methods(n):
    out, words, table, a = [], 'a b', {}, np.arange(3.0)
    for i in range(n):
        for thing in (out, words, table, a, a[0], (1, 2), 1.5):
            try:
                out.append(thing.copy())
            except AttributeError as error:
                out.append(str(error))
        out.append(len(out))
        out.extend([words.upper(), words.split(), table.get('x', i), a.sum(), a.max(axis=0), (5, i).index(i)])
        out.insert(0, out.pop())
        table[str(i)] = out[-1]
        words = words.replace('a', 'ab')
    out.append(a.shape.count(3))
    return out, words, list(table.keys()), a.reshape(3, 1).T.tolist()


print(methods(3))
for wrong in (lambda x: x.nothing(), lambda x: x.index(9)):
    try:
        wrong([1])
    except (TypeError, AttributeError, ValueError) as error:
        print(error)


def strings(n):
    s = ''
    seen = []
    for i in range(n):
        t = s
        s += 'x' + str(i)
        seen.append((t, len(s)))
        s = s + t
        s += s
        s = s + '.'
    u = s
    u += '!'
    for i in range(5):
        u += '?'
    return s, u, seen


print(strings(3))
try:
    s = 'x'
    for i in range(2):
        s += 1
except TypeError as error:
    print(s, error)


def numbers(values):
    out = []
    for x in values:
        for f in (abs, int, float, math.sqrt, math.exp, math.floor, math.gamma, math.log):
            try:
                out.append(f(x))
            except (ValueError, OverflowError) as error:
                out.append(str(error))
        out.append((max(x, 2), min(2.0, x), max(3, x, 1.5), min(x, x), int(), float()))
    return out


print(numbers([0, 1, -3, 2.5, -0.0, 1e300, 2**63 - 1, -2**63, float('inf'), float('nan'), True, 2**70]))
