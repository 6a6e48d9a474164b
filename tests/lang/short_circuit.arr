# and, or, not, conditional expressions: values, not only truth; lazily.
def t(x):
    print("t", x)
    return x

print(t(0) and t(1), t(2) and t(3), t(0) or t(4), t(5) or t(6))
print(t("") or t([]) or t("last"), t(1) and t(()) and t(2))
print(not t(0), not t([1]), not not t("x"))
print(t(1) if t(True) else t(2), t(1) if t(0) else t(2))
print(None or 0, 0 or None, [] and 1, () or (), "a" and [], 0.0 or -0.0, 1 and 0j)
print(bool([]), bool([0]), bool(()), bool((0,)), bool(""), bool("0"), bool(None), bool(range(0)), bool(range(1)))
if [] or () or 0 or "" or None or 0.0 or 0j or range(0):
    print("never")
elif not [0]:
    print("nor this")
else:
    print("empty things are false")
n = 0
def bump():
    return t(7)
print(False and bump(), True or bump(), False or bump(), True and bump())
x = 5
print("big" if x > 3 else "small", "neg" if x < 0 else "zero" if x == 0 else "pos")
