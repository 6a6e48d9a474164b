# expect: UnboundLocalError: cannot access local variable 'late' where it is not associated with a value
def f(n):
    k = 0
    while k < n:
        k = k + 1
        if k == 3:
            k = late + print("never")
        else:
            k += 0
    late = 1
    return k


f(5)
