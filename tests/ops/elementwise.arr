# null: skip
# (repr() and conversions need values)
import numpy as np
i = np.array([-3, 0, 4])
f = np.array([-1.5, 0.25, 2.5])
g = np.array([1.5, -2.5, 0.5], np.float32)
u = np.array([1, 200, 255], np.uint8)
b = np.array([True, False, True])
z = np.array([1 + 2j, -3j, 0.5])
for x in (i, f, g, u, b, z):
    print(x + x, (x * x).dtype, np.add(x, 1), x * 2, (x + 1.5).dtype, (x + 1j).dtype)
    print(x == 1, x != x, np.equal(x, 0), np.logical_not(x), np.logical_and(x, 1), np.isnan(x), np.isfinite(x))
for x in (i, f, g, u, z):
    print(x - 1, -x, np.abs(x), x ** 2, np.square(x), x / 2, np.conj(x), np.sign(i))
for x in (i, f, g, u):
    print(x // 2, x % 2, x < 1, x >= 0, np.maximum(x, 1), np.minimum(x, 1), np.floor(x), np.ceil(x), np.trunc(x))
print(i & 6, i | 1, i ^ 5, ~i, i << 2, i >> 1, b & True, b | False, ~b, b ^ b, u >> 3)
print(np.sqrt(np.array([0, 1, 4, 2.25])), np.sqrt(16), np.sqrt(np.arange(3))[2], np.sqrt(np.array([4, 9], np.float32)))
print(np.maximum(f, np.nan), np.fmax(f, np.nan), np.minimum(i, f), np.maximum([1, 2], [[2], [1]]))
print(np.add(i, f, out=f), f, np.add(1, 2), np.add([1, 2], 3), np.multiply(g, g, dtype=np.float64).dtype)
out = np.zeros(3)
print(np.subtract(i, 1, out) is out, out, np.negative(i, out=(out,)), np.logical_xor(b, True), np.hypot(3, 4))
print(np.where(b, i, f), np.where(i > 0, 1, 0), np.where([True, False], 1.5, 2), repr(np.where(True, 1, 2)), np.where(b, g, 0).dtype)
print(np.clip(i, -1, 2), np.clip(f, None, 1), np.clip(i, 0, None), i.clip(0, 1), np.clip(i, [0, 0, 5], 9), np.clip(u, -5, 300), np.clip(i, 0.5, 2))
print(np.round(np.array([0.5, 1.5, 2.5, -0.5])), np.round(1234.567, -2), np.round(2.675, 2), np.round(z * 1.26, 1), np.round(i * 7, -1), np.round(5))
print(np.array([1.25, 1.35]).round(1), np.float64(2.5).round(), np.rint(2.5), np.around(1.75, 1))
print(np.add.outer(i, [10, 20]), np.multiply.outer(i, f).shape, np.isinf(np.array([np.inf, 1])), np.copysign(1, -0.0))
print(u + u, u * 2, u == 300, u < -1, u != -1, np.less(u, 256), np.float32(1) + np.float64(1), 7 - u)
print(np.isclose([1, 2], [1, 2.1]), np.allclose(f, f + 1e-12), np.allclose([1, np.nan], [1, np.nan], equal_nan=True), np.allclose(1, 1.1))
print(np.array_equal(i, [-3, 0, 4]), np.array_equal(i, f), np.array_equal(i, i[:2]))
print(np.reciprocal(4.0), np.positive(i), np.remainder(-7, 3), np.mod(7.5, -2), np.floor_divide(-7, 2), np.power(2, 10), np.true_divide(1, 4))

# Exponents in arrays: of integers they must not be negative, which only their values tell.
n = np.arange(6).reshape(2, 3)
print(n ** np.arange(3)[::-1], 2 ** n, n ** n.astype(np.int8), (n ** n.astype(np.uint8)).dtype)
print(n.T ** np.array([1, 2], dtype=np.int16), np.zeros(0, int) ** (np.zeros(0, int) - 1))
print(n.astype(np.float32) ** -n, np.power(n, n, out=np.zeros((2, 3))), np.int8(3) ** np.int8(4))
n **= n[:, ::-1]
print(n)
