# expect: cannot assign to literal
a, (b, 1) = 1, (2, 3)
