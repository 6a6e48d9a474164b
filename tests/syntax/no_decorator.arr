# expect: decorators are not supported
@cache
def f():
    pass
