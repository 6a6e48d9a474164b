# expect: set comprehensions are not supported
x = {i for i in range(3)}
