# expect: dict and set displays are not supported
x = {"a": 1}
