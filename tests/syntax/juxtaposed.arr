# expect: found 'b' where the end of the line was expected
a = 1
a b
