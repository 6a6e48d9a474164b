# Assignment: chains, nested unpacking, subscripts as targets, order.
a, b = 1, 2
print(a, b)
a, b = b, a
print(a, b)
(a, b), c = (3, 4), 5
print(a, b, c)
[a, b] = [6, 7]
print(a, b)
a, (b, (c, d)) = 1, (2, (3, 4))
print(a, b, c, d)
x = y = z = 9
print(x, y, z)
x = [y, z] = [1, 2]
print(x, y, z)
p, q = r = (5, 6)
print(p, q, r)
l = [0, 0, 0]
l[0], l[1] = 1, 2
print(l)
i = 0
i, l[i] = 2, "i is 2 by now"
print(i, l)
l[0], l[1], l[2] = l[2], l[0], l[1]
print(l)
(n,) = (8,)
print(n)
m, = [7]
print(m)
f = lambda: (1, (2, 3))
u, (v, w) = f()
print(u, v, w)
k = [0] * 3
def trace(j):
    print("index", j)
    return j
k[trace(0)], k[trace(1)] = trace(10), trace(20)
print(k)
k[trace(2)] = k[trace(0)] = trace(30)
print(k)
a, b, c = range(3)
print(a, b, c)
a, b, c = "xyz"
print(a, b, c)
first = second = []
first += [1]
print(second)
grid = [[1, 2], [3, 4]]
grid[0][1], grid[1][0] = grid[1][0], grid[0][1]
print(grid)
for (a, b), [c] in [((1, 2), [3])]:
    print(a, b, c)
