# expect: found 'else' where a statement was expected
x = 1
else:
    x = 2
