# expect: IndexError: pop from empty list
[].pop()
