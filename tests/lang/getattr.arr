# getattr and hasattr.
import numpy as np

a = np.arange(6).reshape(2, 3)
print(getattr(a, "shape"), getattr(a, "T").shape, getattr(a, "nope", "none"), getattr("abc", "upper")(), getattr(np, "sin")(0.0), getattr(a, "sum")(axis=0))
print(hasattr(a, "shape"), hasattr(a, "nope"), hasattr(np, "arange"), hasattr([], "append"), hasattr(3, "real"), hasattr("", "nope"), hasattr(np, "no_such"))
for op in ("mean", "max", "argmin"):
    print(op, getattr(a, op)(), getattr(np, op)(a, axis=1))
for bad in (lambda: getattr(a, "nope"), lambda: getattr(a, 3), lambda: hasattr(a, None), lambda: getattr(a), lambda: hasattr(a), lambda: getattr(1, "x", 2, 3)):
    try:
        print(bad())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
try:
    raise ValueError("v")
except ValueError as e:
    print(hasattr(e, "args"), hasattr(e, "missing"), e, getattr(e, "args"))
