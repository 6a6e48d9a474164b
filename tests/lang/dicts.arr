# Dict displays, methods, order, keys of all kinds; what a dict refuses.
# null: skip
import numpy as np

d = {"b": 1, "a": 2, 3: "three", None: [], (1, 2): {"x": {}}, 2.5: 1j, True: "one"}
print(d, len(d), {}, dict(), bool({}), bool(d))
print(d["a"], d[(1, 2)], d[1], d[1.0], d[None], d[2.5])
d[1] = "uno"
d["new"] = 5
d["b"] += 10
print(d, list(d), "a" in d, "z" in d, "z" not in d, 1.0 in d)
del d["a"], d[None]
print(d, list(d.keys()), list(d.values()), list(d.items()))
print(d.keys(), d.values(), {"k": 1}.items(), len(d.keys()), "b" in d.keys(), 5 in d.values(), ("b", 11) in d.items())
for key in d:
    print(key, end=" ")
for key, value in d.items():
    print(key, "->", value, end="; ")
print()
print(d.get("b"), d.get("none"), d.get("none", 7), d.pop("b"), d.pop("none", "default"), d)
print(d.setdefault("s", []), d.setdefault("s", 5), d)
d["s"].append(1)
d.update({"u": 1, "s": 2})
d.update([("p", 1), ["q", 2]])
print(d, d.popitem(), d.popitem(), d.copy() == d, d.copy() is d)
d.clear()
print(d, d == {}, {1: 2} == {1.0: 2.0}, {1: 2} == {1: 3}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {} != {0: 0})
print(dict(a=1, b=2), dict({"x": 1}, y=2), dict([(1, 2), (3, 4)]), dict(zip("abc", range(3))), dict(["ab", "cd"]))
print({"a": 1} | {"b": 2, "a": 3})
e = {"a": 1}
e |= {"c": 3}
print(e)
f = {}
f["self"] = f
print(f, {"l": [1, {"d": ()}]}, str({"q": "it's"}))

# order is that of the first insertion, holes are closed
many = {k: k * k for k in range(1000)}
for k in range(0, 1000, 2):
    del many[k]
many[0] = "again"
many[1] = "kept in place"
print(len(many), list(many)[:3], list(many)[-2:], many[999], sum(k for k in many), many[1])
counts = {}
for word in ["the", "cat", "the", "dog", "the"]:
    counts[word] = counts.get(word, 0) + 1
print(counts, sorted(counts), sorted(counts.items(), key=lambda pair: -pair[1]), max(counts, key=counts.get))

# numbers that are equal are one key, whatever their types
n = {1: "int", 2**70: "big", 0.5: "half", -0.0: "zero"}
n[True] = "bool"
n[2.0**70] = "float"
n[0] = "int zero"
n[1 + 0j] = "complex"
print(n)
nan = float("nan")
print({nan: 1}[nan], (1, (2, "x")) in {(1.0, (2, "x")): 0})

# NumPy's scalars are keys by their values
a = np.array([3, 1, 3, 2])
tally = {}
for x in a:
    tally[x] = tally.get(x, 0) + 1
print(tally, tally[3], tally[a[1]], np.int64(2) in tally, {a[0]: "k"}[3])
print({(a[0], a[1]): 1}, {(3, 1): 2}[(a[0], a[1])], {np.float64(0.5): 1}[0.5], {"m": a}["m"].sum())
table = {"f": np.sin, "g": lambda x: x + 1, np.float64: "type", int: "int"}
print(table["g"](1), table["f"](0.0), table[np.float64], table[int])

for bad in [[], {}, a, slice(1), ([],)]:
    try:
        d[bad] = 1
    except TypeError as e:
        print(e)
for action in [lambda: d["missing"], lambda: d.pop("missing"), lambda: {}.popitem(), lambda: dict(5),
               lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {1: 2} < {1: 3}, lambda: dict(1, 2),
               lambda: {} + {}, lambda: d.nothing, lambda: {}[[]], lambda: [] in {}]:
    try:
        print(action())
    except Exception as e:
        print(repr(e))
try:
    del d["gone"]
except KeyError as e:
    print(repr(e), str(e))
try:
    grown = {1: 1}
    for k in grown:
        grown[k + 1] = 1
except RuntimeError as e:
    print(e)

d = {"a": 1}
d.update(b=2, c=3)
d.update({"a": 5}, z=[1])
d.update([("q", 1)], q=2)
d.update()
print(d)
