# expect: positional-only parameters are not supported
def f(a, /):
    pass
