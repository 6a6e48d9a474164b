# expect: TypeError: 'int' object is not iterable
zip([1], 2)
