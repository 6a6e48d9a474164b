# expect: assignment expressions (':=') are not supported
print(x := 1)
