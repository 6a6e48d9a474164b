# Methods of lists and tuples; slices read, set and deleted; stars in displays and targets; del.
# null: skip
a = [3, 1, 2]
a.append(5)
a.append([6])
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.extend([4, 4])
a.extend(range(2))
a.extend("xy")
a.insert(0, "first")
a.insert(-1, "almost")
a.insert(100, "end")
a.insert(-100, "begin")
print(a, len(a), a.count(4), a.index(4), a.index("y"), a.index(4, 4))
a.remove(4)
a.reverse()
print(a, a.copy() == a, a.copy() is a, a[::-1])
b = a
a.clear()
print(a, b, b is a)
c = [5, 2, 8, 1]
print(c.sort(), c, c.sort(reverse=True), c, c.sort(key=lambda x: -x % 5), c)
words = ["pear", "fig", "apple", "kiwi"]
words.sort(key=len)
print(words, (1, 2, 1).count(1), (1, 2, 1).index(2), [1, 2] < [1, 3], [1] + [2] * 2, [1, [2]] == [1, [2]])
s = list(range(10))
s[2:5] = ["a", "b"]
print(s)
s[1:1] = [100, 200]
s[5:] = []
print(s, s[-2:], s[10:], s[::-2])
s[::2] = [0, 0, 0]
print(s)
s[:] = "abc"
s[1:2] = s
print(s)
s[3:1] = [9]
print(s)
t = list(range(10))
del t[0], t[-1], t[2:4]
print(t)
del t[::2]
print(t)
del t[::-1]
print(t)
t[:0] = (x for x in range(3))
print(t)
for action in [lambda: [].pop(), lambda: [1].pop(3), lambda: [1].remove(2), lambda: [1].index(2), lambda: (1,).index("q"),
               lambda: [1].nothing, lambda: (1).append, lambda: [1, "a"].sort(), lambda: (1,).append(2),
               lambda: [1].extend(5), lambda: [1].insert("a", 1)]:
    try:
        action()
    except Exception as e:
        print(repr(e))


def attempt(target, value):
    u = [0, 1, 2, 3]
    try:
        if target == "stride":
            u[::2] = value
        elif target == "slice":
            u[1:2] = value
        elif target == "item":
            u[9] = value
        elif target == "delete":
            del u[9]
        elif target == "string":
            u["x"] = value
        elif target == "tuple":
            v = (1, 2)
            del v[0]
        elif target == "int":
            del value[0]
    except Exception as e:
        return repr(e)
    return u


print(attempt("stride", [1]), attempt("stride", 5), attempt("slice", 5), attempt("item", 1))
print(attempt("delete", 1), attempt("string", 1), attempt("tuple", 0), attempt("int", 5))

# stars
first, *rest = [1, 2, 3]
*start, last = "abc"
head, *middle, tail = range(5)
(p, *q), *r = [(1, 2), 3]
[x, *y] = (1,)
print(first, rest, start, last, head, middle, tail, p, q, r, x, y)
for a, *b in [(1, 2, 3), "xy"]:
    print(a, b)
print([*range(3), *"ab", 5, *[]], (*[1], 2), [*(x for x in "z")], *[1], *(2, 3))
z = *[1, 2], 3
print(z)
for action in [lambda: [*5], lambda: (*None,)]:
    try:
        action()
    except TypeError as e:
        print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
try:
    a, *b = 5
except TypeError as e:
    print(e)


# del of names
def forget():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as e:
        return str(e)


print(forget())
gone = 5
del gone
try:
    gone
except NameError as e:
    print(e)
(m, n) = 1, 2
del (m, n)
try:
    del m
except NameError as e:
    print(e)
grow = [1]
for item in grow:
    if item < 5:
        grow.append(item + 1)
print(grow)
