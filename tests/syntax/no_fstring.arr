# expect: f-strings are not supported
print(f"{1}")
