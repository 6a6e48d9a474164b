# expect: 'else' blocks of loops are not supported
for i in range(3):
    pass
else:
    pass
