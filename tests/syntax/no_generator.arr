# expect: generator expressions are not supported
x = sum(i for i in range(3))
