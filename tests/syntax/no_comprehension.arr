# expect: list comprehensions are not supported
x = [i * i for i in range(3)]
