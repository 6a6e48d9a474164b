# expect: f-string: expecting '}'
x = f"{a = b}"
