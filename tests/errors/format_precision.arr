# expect: ValueError: Precision not allowed in integer format specifier
print(format(15, ".2"))
