# expect: annotations are not supported
def f(x: int):
    return x
