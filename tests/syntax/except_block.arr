# expect: expected an indented block after 'except' statement on line 4
try:
    pass
except ValueError:
x = 1
