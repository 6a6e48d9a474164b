# np.printoptions and formatter=.
# null: skip
import numpy as np

a = np.array([1 / 3, -2.0, 1e5])
with np.printoptions(precision=2, suppress=True) as opts:
    print(a, opts["precision"], opts == np.get_printoptions())
    with np.printoptions(sign="+"):
        print(a, np.arange(3))
    print(a)
print(a)
try:
    with np.printoptions(precision=1):
        print(a)
        raise ValueError("out")
except ValueError as e:
    print(e, a)
with np.printoptions(formatter={"float": "{:0.3f}".format, "int": lambda i: f"<{i:d}>"}):
    print(a, np.arange(3), np.array([True]), [np.arange(2)], repr(a), np.array(2.5), repr(np.array(2.5)), np.array([1j]))
    print(np.arange(2000), np.arange(30).reshape(5, 6) / 7)
    print(np.get_printoptions()["formatter"].keys())
    print(np.array([], float), np.float64(1.5), np.zeros((2, 0)))
print(a)
np.set_printoptions(formatter={"all": lambda x: "x" if x > 0 else "oooooo"})
print(a, np.array([1, -1], np.int8), np.array([True, False]), np.uint64([2**63]))
np.set_printoptions(precision=3)
print(a)
np.set_printoptions(precision=8, formatter={"float_kind": lambda x: type(x).__name__, "complex_kind": str, "bool": lambda b: "TF"[not b], "int_kind": None})
print(a, a.astype(np.float32), a + 1j, a > 0, np.arange(2))
np.set_printoptions()
print(np.array2string(a, formatter={"float_kind": lambda x: "%.2f" % x}), np.array2string(np.arange(4), formatter={"int": hex}, separator="|"))
print(np.array2string(np.arange(12).reshape(3, 4) / 3, formatter={"float": lambda x: f"{x:6.2f}"}, max_line_width=20))
for bad in (lambda: np.array2string(a, formatter={"float": lambda x: 1 / 0}), lambda: np.array2string(a, formatter={"float": lambda x: 3}), lambda: str(a)):
    try:
        print(bad())
    except (ZeroDivisionError, AttributeError) as e:
        print(type(e).__name__, e)
def noisy(x):
    np.set_printoptions(precision=2)
    return "n"
np.set_printoptions(formatter={"float": noisy})
print(a)
print(a)
np.set_printoptions(precision=8)
for make in (lambda: np.printoptions(precision="x"), lambda: np.printoptions(sign="?")):
    try:
        with make():
            print("in")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(np.array([0.5]))
