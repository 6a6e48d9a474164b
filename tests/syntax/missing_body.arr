# expect: expected an indented block after function definition on line 2
def f(x):

print(f(1))
