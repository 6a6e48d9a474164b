# expect: found the end of the line where an expression was expected
x = 3 *
