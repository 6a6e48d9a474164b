# expect: try statements are not supported
try:
    x = 1
except ValueError:
    pass
