# null: skip
# set_printoptions, array2string, array_repr, array_str: every option.
import numpy as np

def reset():
    np.set_printoptions(precision=8, threshold=1000, edgeitems=3, linewidth=75, suppress=False, nanstr="nan", infstr="inf",
                        sign="-", floatmode="maxprec")

arrays = [np.array([1.5, -2.0, 1 / 3]), np.array([1e10, 2.5e-3]), np.array([0.1, 16777216], dtype=np.float32),
          np.array([np.nan, np.inf, -1.25]), np.array([-np.inf, 5]), np.array([1 + 2j / 3, -0.5j]), np.array([3, -14, 159]),
          np.array([1, 22]), np.array([True, False]), np.arange(30).reshape(2, 3, 5) / 7, np.array(2.75), np.array([]),
          np.zeros((2, 0)), np.array([1e-10, 1.0]), np.arange(1200), np.array([123456.789])]
for mode in ("fixed", "unique", "maxprec", "maxprec_equal"):
    for precision in (0, 3, 8, 12):
        np.set_printoptions(floatmode=mode, precision=precision)
        for a in arrays:
            print(a, repr(a))
reset()
for sign in ("+", " ", "-"):
    np.set_printoptions(sign=sign)
    for a in arrays:
        print(a, repr(a))
reset()
np.set_printoptions(suppress=True, nanstr="missing", infstr="oo")
for a in arrays:
    print(a, repr(a))
reset()
for threshold, edge, width in ((0, 1, 75), (5, 2, 30), (20, 3, 40), (10**9, 3, 20)):
    np.set_printoptions(threshold=threshold, edgeitems=edge, linewidth=width)
    np.set_printoptions(4)
    for a in arrays[:14]:
        print(a, repr(a))
reset()
np.set_printoptions(precision=None, threshold=np.inf)
print(np.array([1 / 3, 2.5]), np.arange(1001).shape)
reset()
a = arrays[0]
print(np.array2string(a), np.array2string(a, precision=2), np.array2string(a, separator=", "), np.array2string(a, 10, prefix="abc"))
print(np.array2string(arrays[9], separator=" | ", precision=1, threshold=4, edgeitems=1), np.array2string(a, suffix="x" * 60))
print(np.array2string(a, sign="+", floatmode="fixed", suppress_small=True), np.array2string(np.array(1.5)), np.array2string(np.array([])))
print(np.array_repr(a, 20, 3), np.array_str(a, precision=2), np.array_repr(arrays[13], suppress_small=True), np.array_str(arrays[10]))
print("%s" % np.array2string(arrays[6]), len(np.array_repr(a)))
