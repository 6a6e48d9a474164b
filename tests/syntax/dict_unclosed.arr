# expect: '{' was never closed
x = {"a": 1
