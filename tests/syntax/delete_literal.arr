# expect: cannot delete literal
del a, 1
