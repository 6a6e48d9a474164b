# expect: found 'not' where an expression was expected
x = 1 == not 2
