# expect: found ')' where an expression was expected
print(1 + )
