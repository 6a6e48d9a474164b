# expect: ZeroDivisionError: integer modulo by zero
def f():
    for i in range(3, -1, -1):
        k = 7 % i
    return k


f()
