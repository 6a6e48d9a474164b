# Functions: parameters, defaults, keywords, results, functions as values.
def nothing():
    pass

def bare():
    return

def early(x):
    if x > 0:
        return "positive"
    return "other"

print(nothing(), bare(), early(1), early(-1))

def defaults(a, b=2, c=3):
    return a, b, c

print(defaults(1), defaults(1, 5), defaults(1, 5, 6), defaults(1, c=9), defaults(a=4, c=5, b=6), defaults(7, c=0, b=1))

n = 10
def frozen(x=n, y=n * 2):
    return x + y
n = 0
print(frozen(), frozen(1), frozen(y=1))

def shared(item, box=[]):
    box += [item]
    return box

print(shared(1), shared(2), shared(3, [0]), shared(4))

def several():
    return 1, "two", [3]

a, b, c = several()
print(a, b, c, several()[1], several())

def one():
    return 1,

print(one())
print((lambda: 5)(), (lambda x: x ** 2)(3), (lambda x, y=4: x + y)(1), (lambda x, y: (y, x))(y=1, x=2))

def apply(f, x):
    return f(x)

print(apply(lambda v: -v, 3), apply(abs, -4), apply(str, 5) + "!", apply(early, 2))

def nested_calls(x):
    return apply(lambda y: apply(lambda z: x + y + z, 3), 2)

print(nested_calls(1))

def order(a, b, c):
    return a + b + c

def say(x):
    print("arg", x)
    return x

print(order(say(1), c=say(3), b=say(2)))
args = (1, 2, 3)
print(order(*args), order(*[4, 5], 6), defaults(*(1, 2), c=8))

def docstring():
    """This says what it does.

    At length."""
    return "documented"

print(docstring())

def single(x): return x * 2
print(single(4))
def two(x): y = x + 1; return y
print(two(4))

def trailing(a, b,):
    return a - b

print(trailing(5, 3,), trailing(
    b=1,
    a=2,
))

def takes_function(f=lambda x: x + 1):
    return f(1)

print(takes_function(), takes_function(lambda x: x - 1))
