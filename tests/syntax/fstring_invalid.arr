# expect: invalid syntax
x = f"{a b}"
