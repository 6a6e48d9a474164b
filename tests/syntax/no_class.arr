# expect: class definitions are not supported
class A:
    pass
