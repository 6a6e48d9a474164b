# expect: cannot assign to f-string expression here
f"{a}" = 1
