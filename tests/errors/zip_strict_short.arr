# expect: ValueError: zip() argument 3 is shorter than arguments 1-2
print(list(zip([1, 2], "ab", [1], strict=True)))
