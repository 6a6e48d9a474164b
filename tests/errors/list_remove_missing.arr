# expect: ValueError: list.remove(x): x not in list
[1].remove(2)
