# null: skip
# issubdtype, promote_types, result_type, can_cast, min_scalar_type, isscalar, isdtype, iinfo, finfo.
import numpy as np

names = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64",
         "complex64", "complex128"]
abstract = [np.generic, np.number, np.integer, np.signedinteger, np.unsignedinteger, np.inexact, np.floating,
            np.complexfloating]
for a in names:
    for t in abstract:
        print(int(np.issubdtype(a, t)), end="")
    print("", np.issubdtype(np.dtype(a), np.float64), np.issubdtype(np.dtype(a).type, float), np.issubdtype(int, a))
print(np.issubdtype(np.integer, np.number), np.issubdtype(np.floating, np.integer), np.issubdtype(float, "f8"))
for a in names:
    for b in names:
        if (a in ("float32", "complex64", "bool") and b == "x"):
            continue
        print(np.promote_types(a, b), int(np.can_cast(a, b)), int(np.can_cast(a, b, "same_kind")),
              int(np.can_cast(a, b, casting="no")), int(np.can_cast(a, b, "unsafe")), end="; ")
    print()
print(np.can_cast(np.zeros(2, dtype="i4"), np.float64), np.can_cast(np.int8(3), "u1"), np.can_cast(float, int))
print(np.result_type(3), np.result_type(3, 2.5), np.result_type(np.int8, 3), np.result_type("i1", np.float32(3)))
print(np.result_type(np.int8(1), 1j), np.result_type(int, "i1"), np.result_type(np.int8, 300), np.result_type(True, 1))
print(np.result_type("i1", "u2", "f4"), np.result_type("f4", 1j), np.result_type(np.zeros(2), 3), np.result_type("?", 1.0))
print(np.result_type("f4", "u8", "i8"), np.result_type("u8", "i8"), np.result_type("u1", "i1", "u2", "i2"))
for v in (0, 255, 256, -1, -128, -129, 65535, 65536, 2**32 - 1, 2**32, 2**63, 2**64 - 1, -2**31, -2**31 - 1, -2**63, 1e30, -70000.0,
          1e300, 1 + 1j, 1e39j, True, np.int64(3), np.int16(-200), np.float64(1e10)):
    print(v, np.min_scalar_type(v), end="; ")
print(np.min_scalar_type(np.zeros(3, dtype="i4")))
for v in (1, 1.5, 1j, "a", None, np.float64(1), np.array(1), [1], True, 2**80):
    print(np.isscalar(v), end=" ")
print()
for a in names:
    for k in ("bool", "signed integer", "unsigned integer", "integral", "real floating", "complex floating", "numeric"):
        print(int(np.isdtype(np.dtype(a), k)), end="")
    print(np.isdtype(np.dtype(a), np.float64), np.isdtype(np.dtype(a), (np.int8, "real floating")))
for a in names[1:9]:
    i = np.iinfo(a)
    print(i.min, i.max, i.bits, i.kind, i.key, repr(i.dtype), repr(i))
    print(i)
print(np.iinfo(5).max, np.iinfo(np.int8(3)).min, np.iinfo(int).bits)
for a in ("f4", float, np.complex64, 1.0, np.float32(2), 1j):
    f = np.finfo(a)
    print(repr(f), f.bits, repr(f.eps), repr(f.epsneg), f.iexp, f.machep, repr(f.max), f.maxexp, repr(f.min), f.minexp)
    print(f.negep, f.nexp, f.nmant, f.precision, repr(f.resolution), repr(f.smallest_normal), repr(f.smallest_subnormal))
    print(repr(f.tiny), repr(f.dtype), f.eps * 2, 1 + f.eps > 1)
    print(f)
