# expect: f-string: invalid conversion character
x = f"{a!q}"
