# expect: TypeError: format() argument 2 must be str, not int
print(format("a", 5))
