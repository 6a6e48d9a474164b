# expect: ValueError: 'b' is not in list
["a"].index("b")
