# null: skip
# type, isinstance, issubclass, callable; NumPy's abstract types; dtype objects.
import numpy as np

values = [None, True, 1, 2**70, 1.5, 1j, "s", (1,), [1], range(2), slice(1), np.float64(1), np.float32(1), np.int8(1),
          np.uint64(1), np.bool_(1), np.complex64(1), np.complex128(1), np.zeros(2), np.array(3), np.dtype("f4"), np.float64, int,
          ..., np.random.default_rng(1), lambda: 1]
classes = [bool, int, float, complex, str, tuple, list, range, slice, object, type, np.ndarray, np.generic, np.number,
           np.integer, np.signedinteger, np.unsignedinteger, np.inexact, np.floating, np.complexfloating, np.dtype,
           np.float64, np.float32, np.int8, np.bool_, np.complex128]
for v in values:
    for c in classes:
        print(int(isinstance(v, c)), end="")
    print()
for v in values[:20]:
    print(type(v).__name__, type(v), type(v) is type(v), type(v) == int, type(v) is float, type(v) in (str, np.ndarray, np.float64))
print(isinstance(1, (str, (float, int))), isinstance(1, ()), isinstance(np.float64(1), (int, np.floating)))
for a in classes[:4] + classes[11:]:
    for b in classes:
        print(int(issubclass(a, b)), end="")
    print(a)
print(callable(len), callable(int), callable(np.sin), callable(3), callable(lambda: 1), callable(np.float64))
print(type(enumerate([])), type(zip()), type(map(int, "")), isinstance(zip(), zip), isinstance(zip(), map), type(type))
print(np.float64 is np.double, np.dtype("f4") is np.dtype("f4"), np.zeros(2).dtype is np.ones(3).dtype, np.zeros(2).dtype.type is np.float64)
print(np.ndarray, np.generic, np.floating, int, zip)
print(np.ndarray((2, 2)).shape, type(np.zeros(2)) is np.ndarray, type(np.zeros(2)[0]) is np.float64, type(np.zeros(2).sum()))

for d in ("bool", "i1", "u2", "i4", "int64", "u8", "f4", "float", "c8", "D"):
    t = np.dtype(d)
    print(t, repr(t), t.name, t.kind, t.char, t.str, t.itemsize, t.num, t.alignment, t.byteorder, t.ndim, t.shape, t.type)
print(np.dtype(float) == float, np.dtype("i4") == "int32", np.dtype("i4") != np.int64, np.dtype(np.single) == np.dtype("f"))
print(np.intp, np.uint, np.single, np.double, np.byte, np.csingle, np.bool)
