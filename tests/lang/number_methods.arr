# Methods of numbers and types, attributes of ranges.
import numpy as np

print((5).bit_length(), (0).bit_length(), (-8).bit_length(), (2 ** 70).bit_length(), True.bit_length(), (13).bit_count(), (2 ** 65 - 1).bit_count(), (-2 ** 63).bit_length())
print((3).conjugate(), True.conjugate(), (2.5).conjugate(), (1 + 2j).conjugate(), (3).numerator, (3).denominator, True.numerator, (2 ** 70).numerator, (2.0).is_integer(), (2.5).is_integer(), float("inf").is_integer(), (1e300).is_integer())
r = range(2, 10, 3)
print(r.start, r.stop, r.step, range(5).start, range(5).step)
print(list(map(str.upper, ["a", "b"])), sorted(["b", "A", "c"], key=str.lower), list(map(str.strip, [" x ", "y "])), str.join(",", ["a", "b"]), str.format("{} {x}", 1, x=2), max(["aa", "b"], key=len))
print(dict.fromkeys("ab"), dict.fromkeys([1, 2, 1], 0), dict.fromkeys(range(2), []), {}.fromkeys(["x"], 1), dict.get({"a": 1}, "a"), dict.items({1: 2}))
l = [3, 1]
list.append(l, 2)
list.sort(l, reverse=True)
print(l, tuple.index((1, 2), 2), int.bit_length(5), float.is_integer(3.0), complex.conjugate(1j), str.upper, list.append, str.split == str.split)
for bad in (lambda: str.upper(), lambda: str.upper(1), lambda: list.append(()), lambda: list.append(), lambda: str.nope, lambda: dict.fromkeys(3), lambda: dict.fromkeys([[1]]), lambda: (3).foo, lambda: (2.5).bit_length(), lambda: int.bit_length("a"), lambda: str.join(","), lambda: (3).bit_length(1), lambda: range(3).foo):
    try:
        print(bad())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
