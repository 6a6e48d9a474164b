# expect: cannot assign to literal
x = [1 for 1 in y]
