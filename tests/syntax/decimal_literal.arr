# expect: invalid decimal literal
x = 2x
