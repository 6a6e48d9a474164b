"""A module's docstring: an expression statement."""
"one more string, dropped"
'and ' 'another'

def f():
    "f's docstring"
    return 1

def g():
    """g's docstring

    indented"""

def h():
    'only a docstring'

print(f(), g(), h())
5
(1, 2)
f
[1]
f()
print("expressions may stand alone")
if True:
    """in a block"""
...
None
