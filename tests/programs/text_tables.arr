# Tables with str.format, f-strings and %, words counted, columns aligned.
# null: skip
import numpy as np

people = [("Ann", 31, 1.68), ("Bob", 25, 1.82), ("Christine", 47, 1.59), ("Dmitri", 39, 1.755)]
width = max(len(p[0]) for p in people)
print("{:<{w}} {:>5} {:>8}".format("name", "age", "height", w=width))
for name, age, h in people:
    print("{0:<{3}} {1:5d} {2:8.2f}".format(name, age, h, width))
print("=" * (width + 15))
ages = np.array([p[1] for p in people])
print("mean age: {:.2f}, oldest: {!r}".format(ages.mean(), people[int(ages.argmax())][0]))
print("{a[0]} {a[1]} {b.shape} {b.dtype}".format(a=[1, 2], b=np.zeros((2, 3))))
print("{:,} {:_} {:e} {:%} {:+d} {:08.3f} {:#x} {:#b} {:c}".format(1234567, 1234567, 12345.678, 0.256, 5, 3.14159, 255, 5, 65))
by_age = sorted(people, key=lambda p: p[1], reverse=True)
for i, (name, *rest) in enumerate(by_age, start=1):
    print(f"{i}. {name.upper():_^12} {rest}")
words = "the quick brown fox jumps over the lazy dog the end".split()
freq = {}
for w in words:
    freq[w] = freq.get(w, 0) + 1
for w, n in sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:4]:
    print(f"{w:>6}: {n}")
print(", ".join(f"{k}={v}" for k, v in freq.items() if v == 1))
print("total".ljust(10, ".") + str(sum(freq.values())).rjust(5))
print("-".join(reversed("abc")), "abc"[::-1], "banana".count("a"), "banana".find("nan"), "a,b,,c".split(","))
print("  pad ".strip() + "|", "x=1;y=2".replace(";", ", "), "Hello World".swapcase(), "hello world".title())
print("%-10s|%5d|%8.3f|%s" % ("row", 42, np.pi, [1, 2]))
