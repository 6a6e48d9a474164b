# expect: TypeError: unsupported format string passed to list.__format__
print(format([1], "5"))
