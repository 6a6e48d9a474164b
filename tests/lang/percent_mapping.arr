# "%(key)s" % mapping, and print and error settings as dicts.
d = {"a": 1, "b": 2.5, "(c)": 3, "": "empty"}
print("%(a)d %(b).2f %((c))s %()s" % d, "%(a)5.1f|%(a)-5d|%(b)+g|%%" % d, "abc" % d, "%s" % d, "%(a)s%(a)s" % d)
print("%(x)s" % {"x": [1, 2]}, "%(x)r" % {"x": "q"})
import numpy as np
np.set_printoptions(precision=3, suppress=True)
print(np.get_printoptions())
print(np.seterr(all="ignore"), np.geterr(), np.seterr(divide="warn", under="warn"), np.geterr())
for f, a in (("%(z)s", d), ("%(a", d), ("%(a)s", 5), ("%(a)s", (1,)), ("%s %s", d), ("%(a)*d", d), ("%(a)%", d), ("%(a)s %s", d), ("%(a)s", [1]), ("%(a)s", "x")):
    try:
        print(f % a)
    except (KeyError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    np.seterr(all="x")
except ValueError as e:
    print(e)
