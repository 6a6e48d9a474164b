# expect: StopIteration: 
print(next(iter([])))
