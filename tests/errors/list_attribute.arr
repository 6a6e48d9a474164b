# expect: AttributeError: 'list' object has no attribute 'add'
[].add(1)
