# expect: IndexError: list index out of range
def f():
    a = [1, 2, 3]
    total = 0
    for i in range(5):
        total = total + a[i]
    return total


f()
