# Chains evaluate each operand once and stop at the first false link.
def show(x):
    print("eval", x)
    return x

print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 == 2, 1 == 1 != 2, 1 < 2 > 1, 1 < 2 < 3 < 4 < 4)
print(show(1) < show(2) < show(3))
print(show(5) < show(2) < show(3))
print(show(1) == show(1) in [show(2)])
print(1 == 1.0 == True, 0 == False == 0.0, "a" == "a" != "b")
print((1, 2) == (1, 2), (1, 2) == [1, 2], [1, [2]] == [1, [2]], (1, 2) < (1, 3), (1,) < (1, 0), [2] > [1, 9], (1, 2) != (1, 2))
print([] == [], () == (), [] == (), (1, "a") == (1.0, "a"), [1, 2] <= [1, 2], (2,) >= (1, 5))
print(None is None, None is not None, True is True, True is not False, ... is ...)
x = None
print(x is None, x is not None, x == None, x != None, 0 is None)
print(1 in (1, 2), 3 in [1, 2], 1.0 in [1], "a" in ("a",), None in [None], 3 not in range(3), 2 in range(3), 4 in range(0, 10, 2), 5 in range(0, 10, 2))
print(1 == "1", None == 0, (1,) == 1, "a" != None, 1 != (1,))
print(1 < 1.5 < 2, -1 <= -1.0 <= 0, 10 ** 30 > 1e29 > 5, True < 2 < 2.5)
a = b = [1]
c = [1]
print(a is b, a is c, a == c, a is not c)
