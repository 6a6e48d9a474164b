# expect: ValueError: Zero padding is not allowed in complex format specifier
print(format(1j, "05"))
