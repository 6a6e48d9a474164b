# expect: TypeError: 'list' object is not an iterator
print(next([1]))
