# null: skip
# Loops over host values: every instruction that code for loops has, by its
# short way and by its long one, at the top level and in functions.
import numpy as np

total = 0
for i in range(10):
    if i == 3:
        continue
    if i == 8:
        break
    total += i
print(total, i)

n = 27
steps = 0
while n != 1:
    if n % 2 == 0:
        n = n // 2
    else:
        n = 3 * n + 1
    steps += 1
print(steps)


def every(limit):
    a, b, out = 1, 1.5, []
    while True:
        a = a * 7 - 3
        b = b / 2 + a
        c = a if a < b else b
        if not (a < 1000 and b < 1e6) or a == limit:
            break
        out.append((a, b, c))
    return out


print(every(-1))
print(every(4))


def big(n):
    product, power, low = 1, 1, 0
    for i in range(1, n):
        product *= i
        power = power * 2 + 1
        low = low - product // i % 1000
    return product, power, low


print(big(30))


def nested(n):
    found = []
    for i in range(n):
        for j in range(n, i, -2):
            if (i + j) % 3 == 0 or i == j:
                continue
            if j - i > 4 and not i == 1:
                break
            found.append(i * 10 + j)
        while i > 3:
            i -= 1
            if i == 4:
                break
        found.append(-i)
    return found


print(nested(7))


def lists(n):
    a = [0] * n
    names = ["x"] * n
    for i in range(n):
        a[i] = i * i
        a[-1] += a[i] - 1
        a[i] -= 0.5
        names[i] += str(i)
        names[-1 - i] = names[i] * 2
    for i in range(n - 1):
        a[i], a[i + 1] = a[i + 1], a[i]
        b = a[i] + a[i + 1] * 2
    return a, names, b


print(lists(5))


def sieve(n):
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count


print(sieve(1000))


def mixed(n):
    text, pair, z, t = "", (), 1j, True
    for k in range(n):
        text = text + "ab"
        text += "c"
        pair = pair + (k,)
        z = z * (1 + 1j) + k
        t = t + True
        x = -k + 2 ** k - (k ^ 3) + (k << 1) - k / 4
        y = k < 2 < n
        w = k == 1 and text or pair
    return text, pair, z, t, x, y, w


print(mixed(4))

# arrays
x = np.arange(5.0)
v = x
s = 0
for k in range(3):
    x += k
    y = x * 2 + k
    s = s + y[k] * 2
    v[k] = y[4 - k]
    x[k] += v[k] / 2
    if y[0] > 3:
        s -= 1
    while s > 100:
        s = s - 50
print(x, v, y, s)
total = 0
for k in range(4):
    x = np.array([k, k + 1]) if k % 2 else k
    total = total + x
print(total)

# range may be anything, and a loop's variable may change
for range_start in range(2):
    for i in range(range_start, 6, 2):
        top = i
        i += 10
    print(i, top)
range = lambda n: ["one", 2, (3,)][:n]
for item in range(2):
    print(item)
    for item2 in range(3):
        if item2 == 2:
            continue
        print(item2)


def shadow(range):
    for i in range:
        for j in range:
            if j > i:
                break
            yield_ = i * j
    return yield_


print(shadow([1, 2, 3]))


def late(n):
    for i in [0, 1, 2, 3][:n]:
        k = 0
        while k < 3:
            k += 1
            if k == 2:
                return i, k
    return None


print(late(0), late(2))


def shared(n):
    count = 0

    def add(by):
        nonlocal count
        count += by
        return count

    k = 0
    while k < n:
        k = k + 1
        last = k + add(k) * k
        count = count + 1
    return count, last


print(shared(4))


def recursive(n):
    found = 1
    k = 0
    while k < n:
        found = found + recursive(k)
        k += 1
    return found


print(recursive(8))
