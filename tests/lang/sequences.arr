# Tuples and lists: indexing, slicing, arithmetic, mutation, nesting.
t = (10, 20, 30, 40, 50)
l = [10, 20, 30, 40, 50]
print(t[0], t[-1], t[2], l[0], l[-5], len(t), len(l), len([]), len(()))
print(t[1:3], t[:2], t[2:], t[:], t[-2:], t[:-2], t[::2], t[1::2], t[::-1], t[3:1], t[3:1:-1], t[10:], t[-10:2], t[::-2])
print(l[1:3], l[:2], l[2:], l[:], l[-2:], l[:-2], l[::2], l[1::2], l[::-1], l[3:1], l[4:0:-2], l[10:], l[-10:2])
print(t + (1,), l + [1], (1, 2) * 2, 2 * [0], [[]] * 2, () + (), [] + [])
l[0] = "first"; l[-1] = "last"; print(l)
m = l
m[1] = "shared"; print(l, m is l)
c = l[:]
c[1] = "copied"; print(l[1], c[1])
grid = [[0] * 3, [0] * 3]
grid[0][1] = 5; print(grid)
rows = [[0] * 2] * 2
rows[0][0] = 1; print(rows)
n = ((1, 2), [3, (4, 5)])
print(n[0][1], n[1][1][0], n[1][1], len(n))
l += [6]; print(l)
l *= 2; print(len(l))
t += (60,); print(t)
print(tuple([1, 2]), list((1, 2)), tuple(range(3)), list(range(2, 5)), list("abc"), tuple(), list(), tuple("xy"))
print(max([3, 1, 2]), min((3, 1, 2)), sum([1, 2], 10), max("b", "a"), min([2.5, 1]))
print((1), (1,), ((1)), ((1,),), [(1)], (1, ), [1, ])
a = 1,
b = 1, 2
print(a, b, a + b)
print((1, "x", None, [2.5]), [True, (False,)])
print([1, 2, 3] == [1, 2, 3], (1, 2) in [(1, 2)], [1] in [[1], [2]])
print(list(range(10))[2:8:3], range(10)[3], range(10)[-1], len(range(0, 10, 3)), range(5)[1:3])
long = [
    1, 2,  # a comment inside
    3,

    4,
]
print(long, long[
    1])
e = []
e += [1]; e += (2, 3); print(e)
e[1] += 10; print(e)
print(any([0, 1]), any([]), all([1, 1]), all([]), all((1, 0)))
