# str.format: fields by place, number and name, steps into values, conversions, specs with fields.
# null: skip
print("{} {}".format(1, 2), "{1}{0}{1}".format("a", "b"), "{a}{b:>3}".format(a=1, b=2), "{{}}{{{}}}".format(5))
print("{0[1]} {0[-1]}".format({"-1": 3, 1: 4}), "{a[x]} {a[y z]}".format(a={"x": 1, "y z": 2}), "{0.real} {0.imag}".format(1 + 2j))
print("{!r} {!s} {!a} {!r:>6}|{:^{}}|{:{}.{}}".format("é", "é", "é", "x", "m", 7, 3.14159, 8, 3))
print("{:{fill}{align}{width}}".format("x", fill="*", align="^", width=5), "{:%}".format(0.5), "{:>10,}".format(12345678), "é{}ü".format("ñ"))
import numpy as np
a = np.arange(6.0).reshape(2, 3)
print("{0[1]} {0.shape[1]} {0.dtype.name} {1:.3f} {2:5d}".format(a, a[1, 2], np.int64(7)), "{}".format(a), "{0[0][1]}".format([[1, 2]]))
for s in ("{", "}", "{}}", "{0", "{0!}", "{0!r", "{0!z}", "{0!rx}", "{0:{1:{2}}}", "{} {0}", "{0} {}", "{5}", "{x}", "{0[}", "{0.}", "{0[]}", "{0[1]x}", "{0:{", "{!", "a{b{c}", "{0[a]}", "{0.foo}", "{0:d}", "{0:{}}", "{:{0}}", "{99999999999999999999}", "{0[99999999999999999999]}", "{-1}", "{ 0}", "{0!é}", "{:{}} {}"):
    try:
        print(repr(s), s.format("ab", 3))
    except Exception as e:
        print(repr(s), type(e).__name__, e)
print("{x} {y[0]}".format_map({"x": 1, "y": [2]}), "{x}".format(x="{y}"), "".format(1, z=2), "{0:}".format(3), "{:5}|{:<5}|{:>5}".format("a", 1, None if False else "b"))
try:
    "{}".format_map({})
except ValueError as e:
    print(e)
print("a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("-"), "abc".rpartition("-"))
print("a b  c d".rsplit(None, 2), "a,b,c,d".rsplit(",", 2), "a,b".rsplit(","), " x  y ".rsplit(), "a  b c".split(None, 1), "abcabc".rfind("b"), "abcabc".rindex("c"), "abc".rfind("z"))
print("abcabc".find("b", 2), "abcabc".find("b", -5, -3), "abcabc".count("b", 2), "abc".find("", 3), "abc".find("", 4), "abc".count("", 1), "abc".count("", 4), "héllo".find("l", 2), "héllo".index("o", -1))
print("abc".startswith("b", 1), "abc".endswith("b", 0, 2), "abc".startswith("", 3), "abc".startswith("", 4), "abc".startswith(("x", "a")), "abc".endswith("c", -2))
print("prefix_x".removeprefix("prefix_"), "x.py".removesuffix(".py"), "x".removesuffix(""), "a\nb\r\nc\n".splitlines(True), "a\nb".splitlines(keepends=False), "12".isdecimal(), "12".isnumeric(), "ABC".casefold())
for f in (lambda: "a".partition(""), lambda: "a".partition(1), lambda: "a".index("b", 1), lambda: "abc".find("a", "x"), lambda: "abc".find("a", 1.5), lambda: "a".rsplit(""), lambda: "a".removeprefix(1), lambda: "a".startswith(1), lambda: "a".format_map()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
