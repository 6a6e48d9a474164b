# Bits as bytes and as text, arrays of iterators, ascii().
# null: skip
import numpy as np

rng = np.random.default_rng(3)
bits = rng.integers(0, 2, (5, 11))
for axis in (None, 0, 1, -1):
    for order in ("big", "little"):
        p = np.packbits(bits, axis=axis, bitorder=order)
        print(axis, order, p.dtype, p.shape, p.ravel()[:6])
        u = np.unpackbits(p, axis=axis, bitorder=order, count=None if axis is None else bits.shape[axis])
        print(u.shape, axis is None or np.array_equal(u, bits), u.dtype)
print(np.packbits([True, False, True]), np.packbits([]  if False else np.zeros(0, int)), np.packbits(5), np.packbits(bits[::-1, ::2], axis=1))
b = np.array([1, 255, 128], np.uint8)
print(np.unpackbits(b), np.unpackbits(b, count=10), np.unpackbits(b, count=-3), np.unpackbits(b, count=30), np.unpackbits(b[:, None], axis=1), np.unpackbits(b, bitorder="little")[:9])
for bad in (lambda: np.packbits([1.5]), lambda: np.unpackbits([1]), lambda: np.packbits([1], bitorder="x"), lambda: np.unpackbits(b, count=-99), lambda: np.packbits(bits, axis=2)):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print([np.binary_repr(n) for n in (0, 1, 5, -5, 2 ** 70)], [np.binary_repr(n, width=8) for n in (0, 5, -5, -128, 127)], np.binary_repr(np.int8(-3), 4), np.binary_repr(True), np.binary_repr(0, 0))
print([np.base_repr(n, b) for n, b in ((0, 2), (5, 2), (-255, 16), (35, 36), (10 ** 20, 7))], np.base_repr(6, padding=3), np.base_repr(0, padding=2), np.base_repr(np.int64(9), base=3), np.base_repr(-4, 3, 2))
for bad in (lambda: np.binary_repr(200, width=4), lambda: np.binary_repr(-200, width=4), lambda: np.binary_repr(1.5), lambda: np.base_repr(3, 1), lambda: np.base_repr(3, 37)):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(repr(np.fromiter((i * i for i in range(4)), dtype=float)), np.fromiter([1, 2, 3], int, count=2), np.fromiter(range(0), np.int8), np.fromiter("123" if False else [True, 0], bool), np.fromiter({1: 2, 3: 4}, np.float32), np.fromiter(map(abs, [-1, 2]), "i4").dtype)
for bad in (lambda: np.fromiter([1], int, count=3), lambda: np.fromiter(3, int)):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(np.iterable([1]), np.iterable(3), np.iterable("ab"), np.iterable(np.ones(2)), np.iterable({}), np.iterable(np.array(3)))
print(np.fabs([-1, 2]), np.fabs(-2.5), np.fabs(np.float32([-1])).dtype, np.fabs(np.int16([-3])).dtype, np.fabs(np.array([[-0.0, np.nan, -np.inf]])), repr(np.fabs(-3)))
o = np.zeros(2)
print(np.fabs([-1, 5], o) is o, o, ascii("é\n"), ascii([1, "ü"]), ascii(np.array([1.5])))
