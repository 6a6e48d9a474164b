# expect: ValueError: Sign not allowed in string format specifier
print(format("a", "+5"))
