# expect: TypeError: 'float' object cannot be interpreted as an integer
enumerate([1], 2.0)
