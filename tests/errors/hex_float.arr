# expect: TypeError: 'float' object cannot be interpreted as an integer
hex(1.5)
