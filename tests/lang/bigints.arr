# Ints beyond 64 bits, and the way across the border in both directions.
a = 9223372036854775807
print(a + 1, -a - 2, a * a, -a * a, a - -1)
print(2 ** 63, 2 ** 64, 2 ** 100, -2 ** 127, (-2) ** 127, 3 ** 50)
print((-9223372036854775808) // -1, -(-9223372036854775808), abs(-9223372036854775808))
b = 2 ** 100
print(b - b, b - b + 5, b // b, b // 2 ** 60, b % 1000, -b % 1000, b % -1000, -b // 1000, b // -1000)
print(b == 2 ** 100, b != 2 ** 100, b < 2 ** 101, b > a, b >= b, -b < a, b == 1.2676506002282294e30)
print(b >> 90, b << 3, b >> 200, -b >> 200, -b >> 98, 1 << 70, -1 << 64)
print(b & (2 ** 70 - 1), (b | 1) & 3, (b + 5) ^ (b + 1), ~b, -b & 255, (-b - 1) | 7)
print(b / 2, b / 2 ** 99, 1 / b, b * 1.0, b + 0.5, b ** 2, b ** 0)
print(float(b), int(1e30), int(-1e25), int(2.0 ** 70))
print(123456789012345678901234567890, 0xffffffffffffffffffff, 0b1 + 0o7777777777777777777777777)
print(int("123456789012345678901234567890") + 1)
print(str(b), repr(b), "%d" % b, "%s" % b, "%d|%30d|%-40d|" % (-b, 5, b))
print(bool(b), not b, b and 1, 0 or b)
print(max(1, b), min(b, -b), sum([b, b, 1]))
f = 1
for i in range(1, 31):
    f *= i
print(f, f // 29 // 30)
x = 1
while x < 10 ** 25:
    x = x * 7 + 3
print(x)
p, q = 0, 1
for i in range(150):
    p, q = q, p + q
print(p)
