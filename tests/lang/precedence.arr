# Precedence and associativity, exactly Python's.
print(2 + 3 * 4, (2 + 3) * 4, 2 * 3 + 4, 10 - 4 - 3, 100 / 10 / 5, 100 // 7 // 2, 17 % 10 % 4)
print(-2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2, (2 ** 3) ** 2, -2 ** -2, 2 ** -2 ** 2, ~2 ** 2)
print(-3 % 5, -(3 % 5), -3 // 2, -(3 // 2), 2 * -3, 2 - -3, +-+3, ~-3, -~3, - - 3)
print(1 + 2 << 3, 1 << 2 + 3, 1 | 2 ^ 3 & 4, 1 | 2 == 2, (1 | 2) == 2, 6 & 3 == 3, 5 ^ 1 | 8)
print(1 < 2 == True, (1 < 2) == True, 1 + 1 == 2, not 1 == 2, not (1 == 2), not not 1)
print(not True or True, not (True or True), True or False and False, (True or False) and False)
print(1 if True else 2 if True else 3, (1 if False else 2) if True else 3, 1 + 2 if False else 4)
print(1 or 0 if 0 else 5, 0 and 1 or 2, 1 and 0 or 3, 2 or 1 and 0, not 0 and 5)
print(1 < 2 and 2 < 3 or 5, 3 > 2 > 1, 3 > 2 > 2, 1 if 2 > 1 else 0)
f = lambda x: x + 1 if x > 0 else -x
print(f(1), f(-5), (lambda: 3)() + 1, (lambda a, b=2: a * b)(4))
print(1,
      2 +
      3)
t = 1, 2 + 3, 4 if False else 5
print(t, (1, 2) + (3,) * 2, [1] + [2] * 3)
print(10 - 2 ** 2 * 2, 7 // 2 * 2 + 7 % 2, 2 * 3 % 4, 8 >> 1 + 1, 8 >> 1 << 1)
print(5 - 3 in [2], not 1 in [2], 1 not in [2] and True, 1 is not None, not None is None)
print(-1 ** 0.5 if False else "lazy", 4 ** 0.5 ** 2)
a = [1, 2, 3]
print(-a[0], -a[1] ** 2, a[0] + a[1] * a[2], a[-1], a[1 - 1], a[1:][0], not a[0] - 1)
