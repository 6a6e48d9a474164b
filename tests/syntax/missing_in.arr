# expect: found 'y' where 'in' was expected
for x y in [(1, 2)]:
    pass
