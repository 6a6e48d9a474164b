# expect: ValueError: Unknown format code 'd' for object of type 'float'
print(format(1.5, "8d"))
