# expect: IndexError: pop index out of range
[1].pop(3)
