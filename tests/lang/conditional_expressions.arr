# x if c else y, everywhere an expression may stand.
for n in range(-1, 2):
    print("neg" if n < 0 else "zero" if n == 0 else "pos", end=" ")
print()
a = [1 if True else 2, (3 if False else 4)]
print(a, a[0 if a[0] == 1 else 1], (1, 2)[True])
f = lambda x: x if x > 0 else -x
print(f(-3), f(3), (f if a else abs)(-2))
def g(x, y=5 if a else 6):
    return x if y == 5 else y
print(g(1), g(1, 2), g("k" if a else 0))
print((1 if 0 else 2) + 3, 1 if 0 else 2 + 3, 1 + (1 if 1 else 5))
x = 1 if 0 else 2,
print(x)
print([1, 2, 3][::-1 if a else 1], "yes" if 2 in a or 4 in a else "no")
c = 0
r = None if c else c if c else "c is zero"
print(r, not (True if c else False))
