# expect: TypeError: 'int' object does not support the context manager protocol
with 3:
    pass
