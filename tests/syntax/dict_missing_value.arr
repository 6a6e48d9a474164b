# expect: expected ':'
x = {"a": 1, "b"}
