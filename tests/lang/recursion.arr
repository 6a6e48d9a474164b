# Recursion, plain and mutual, and locals that survive it.
def factorial(n):
    return 1 if n <= 1 else n * factorial(n - 1)

def fibonacci(n):
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)

def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))

def hanoi(n, a, b, c):
    if n == 0:
        return 0
    moves = hanoi(n - 1, a, c, b)
    return moves + 1 + hanoi(n - 1, c, b, a)

def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)

def is_even(n):
    return True if n == 0 else is_odd(n - 1)

def is_odd(n):
    return False if n == 0 else is_even(n - 1)

def depth(n):
    here = n
    if n > 0:
        below = depth(n - 1)
        return here + below
    return 0

def flatten(x):
    out = []
    for item in x:
        if item == 0 or item == 1 or item == 2 or item == 3:
            out = out + [item]
        else:
            out = out + flatten(item)
    return out

print(factorial(20), factorial(30), fibonacci(15), ackermann(2, 3), hanoi(6, "a", "b", "c"), gcd(1071, 462))
print(is_even(50), is_odd(50), depth(300), flatten([1, [2, [3, (0, 1)], 2], [[[3]]]]))
power = lambda b, e: 1 if e == 0 else b * power(b, e - 1)
print(power(3, 5), power(2, 64))
