# expect: set displays are not supported
x = {1, 2}
