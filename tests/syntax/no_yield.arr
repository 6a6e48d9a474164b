# expect: yield expressions are not supported
def f():
    yield 1
