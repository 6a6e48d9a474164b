# Closures share variables, not values.
def adder(n):
    def add(x):
        return x + n
    return add

add3, add5 = adder(3), adder(5)
print(add3(10), add5(10), add3(add5(1)))

def late_binding():
    f = lambda: n
    n = 1
    a = f()
    n = 2
    return a, f()

print(late_binding())

def collect():
    fs = []
    for i in range(3):
        fs = fs + [lambda: i]
    return fs

for f in collect():
    print(f(), end=" ")
print()

def collect_now():
    fs = []
    for i in range(3):
        fs = fs + [lambda i=i: i]
    return fs

for f in collect_now():
    print(f(), end=" ")
print()

def counter():
    count = [0]
    def step():
        count[0] += 1
        return count[0]
    return step

a, b = counter(), counter()
print(a(), a(), b(), a(), b())

def outer(x):
    def middle(y):
        def inner(z):
            return x * 100 + y * 10 + z
        return inner
    return middle

print(outer(1)(2)(3), outer(4)(5)(6))

def compose(f, g):
    return lambda x: f(g(x))

print(compose(lambda x: x + 1, lambda x: x * 2)(10), compose(str, abs)(-5))

def both(a):
    get = lambda: a
    twice = lambda: get() * 2
    a = a + 1
    return get(), twice()

print(both(4))

def mutual(n):
    def even(k):
        return True if k == 0 else odd(k - 1)
    def odd(k):
        return False if k == 0 else even(k - 1)
    return even(n), odd(n)

print(mutual(7), mutual(10))

def parameter_captured(p, q=2):
    return lambda r: (p, q, r)

print(parameter_captured(1)(3), parameter_captured(1, q=5)(3))
