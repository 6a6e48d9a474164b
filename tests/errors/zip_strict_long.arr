# expect: ValueError: zip() argument 2 is longer than argument 1
print(list(zip([1], "ab", strict=True)))
