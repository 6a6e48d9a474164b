# expect: NameError: name 'limit' is not defined
k = 0
while k < limit:
    k += 1
limit = 3
