# null: skip
# Names that are seldom written: other spellings, and what few programs need.
import numpy
import numpy as np
import numpy as more

print(numpy.pi == np.pi, more.arange(3), numpy.zeros(2), numpy.linalg.norm([3.0, 4.0]))
for kind in (NotImplementedError, ArithmeticError, OverflowError):
    try:
        raise kind("said %d" % 3)
    except Exception as error:
        print(type(error).__name__, error, isinstance(error, ArithmeticError))
try:
    raise NotImplementedError
except RuntimeError as error:
    print(repr(error))
try:
    raise ArithmeticError("first")
except (KeyError, ArithmeticError) as error:
    print(error)
for code in (lambda: 2.0 ** 10000, lambda: np.uint8(3) + 300, lambda: int(float("inf")), lambda: np.array([1], dtype=np.int8) + 1000):
    try:
        code()
    except OverflowError as error:
        print(error)


def typed(x: float, n: "how often" = 2, *, scale: int = 1) -> float:
    total: float = x * n * scale
    return total


def other(a: np.ndarray, b: list = None) -> "an array":
    c: int = 3
    return a * c


print(typed(1.5), typed(2, n=3, scale=2), other(np.arange(3)), other(2, [1]))
d: dict = {'a': 1}
e: list
print(d)


def main():
    print("main")


if __name__ == "__main__":
    main()
if __name__ != "__main__":
    print("never")
if __name__ == "__main__" and typed(1): print(__name__)

x = np.array([-0.9, -0.25, 0.0, 0.5])
# other names of what the op matrix tests to the last bit
for a, b in ((np.asin, np.arcsin), (np.atan, np.arctan), (np.acos, np.arccos), (np.asinh, np.arcsinh), (np.atanh, np.arctanh)):
    print(a is b, np.array_equal(a(x), b(x)), a(x).shape)
print(np.acosh is np.arccosh, np.acosh(x + 2).shape, np.acosh(1.0), np.asinh(0.0), np.atanh(np.zeros(2)), np.asin(0), np.atan(0.0), np.atan2(0.0, 1.0))
i = np.array([1, 2, 7, -8])
print(np.bitwise_invert(i), np.bitwise_invert(np.array([True, False])), np.bitwise_invert(np.uint8(3)), np.bitwise_invert is np.invert)
print(np.bitwise_left_shift(i, 2), np.bitwise_left_shift(1, [0, 3]), np.bitwise_left_shift(i, i[:1]).dtype)
print(np.bitwise_right_shift(i, 1), np.bitwise_right_shift(np.uint8(255), 4), np.bitwise_right_shift(-9, [0, 2, 70]))
u = np.array([[3, 1, 3], [2, 1, 0]])
print(np.unique_values(u), np.unique_values([2.5, -1, 2.5]), np.unique_values(np.array([], dtype=int)))
v = np.unique_inverse(u)
print(v.values, v.inverse_indices, np.unique_inverse([True, False]), np.unique_inverse([5])[1])
print(np.unique_counts(u).counts, np.unique_all([2, 1, 2]).indices, np.unique_all(u)[3])
