# null: skip
import numpy as np
import math, time, sys
t = time.perf_counter()
# dictionaries, comprehensions, f-strings, exceptions, as people write them
def stats(data, *, ddof=0):
    """Summaries."""
    return {"mean": data.mean(), "std": data.std(ddof=ddof), "n": data.size}
data = np.linspace(0, 1, 11)
s = stats(data, ddof=1)
for key, value in s.items():
    print(f"{key:>6}: {value:.4f}" if isinstance(value, np.floating) else f"{key:>6}: {value}")
squares = [x * x for x in range(10) if x % 2 == 0]
print(squares, sum(squares), max(squares))
matrix = [[i * j for j in range(4)] for i in range(3)]
print(np.array(matrix))
print({k: len(k) for k in ["a", "bb", "ccc"]})
names = ["x", "y", "z"]
for i, (name, value) in enumerate(zip(names, np.eye(3))):
    print(i, name, value)
try:
    np.zeros((2, 3)) + np.zeros((4, 5))
except ValueError as e:
    print("caught", e)
finally:
    print("done")
try:
    np.linalg.inv(np.zeros((2, 2)))
except np.linalg.LinAlgError as e:
    print(type(e).__name__, e)
def safe_div(a, b):
    try:
        return a / b
    except ZeroDivisionError:
        return float("nan")
print(safe_div(1, 2), safe_div(1, 0))
assert np.allclose(data.sum(), 5.5), "sum is off"
total = 0
for x in (y ** 2 for y in range(5)):
    total += x
print(total, any(x > 3 for x in range(3)), all(x < 3 for x in range(3)))
print(sorted([3, 1, 2], reverse=True), sorted("banana"), list(reversed([1, 2, 3])))
print(math.sqrt(2), math.pi, math.floor(2.7), math.isclose(0.1 + 0.2, 0.3))
print(f"{math.pi:10.3f}|{1234567:,}|{0.25:.1%}|{255:#x}|{'left':<10}|{'mid':^9}|{3:05d}|{1e10:g}")
x = 5; print(f"{x=} {x!r} {x + 1} {{braces}} {'nested':>{10}}")
print("%s %r %5.2f %e %x %%" % ("a", "b", 3.14159, 12345.678, 255))
counts = {}
for word in ["a", "b", "a", "c", "b", "a"]:
    counts[word] = counts.get(word, 0) + 1
print(counts, "a" in counts, sorted(counts, key=lambda k: -counts[k]))
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    inner(); inner()
    return n
print(outer())
first, *rest = [1, 2, 3, 4]; print(first, rest)
a, b = b, a = 1, 2; print(a, b)
def f(*args, scale=1): return [scale * v for v in args]
print(f(1, 2, 3, scale=2), f(*[4, 5]))
while True:
    total -= 1
    if total < 10: break
else:
    print("never")
print(total)
print(isinstance(3, int), isinstance(3.0, (int, float)), isinstance(data, np.ndarray), type(3), type(data))
lst = [1, 2, 3]; lst.append(4); lst.extend([5, 6]); lst.insert(0, 0); print(lst.pop(), lst, lst[1:4], lst[-1], lst.index(3))
del lst[0]; print(lst, len(lst), 3 in lst, lst + [1], lst * 2)
print(", ".join(str(v) for v in lst), "abc".upper(), " x ".strip(), "a,b".split(","))
print(min(3, 1, 2), max([1, 5, 2], key=lambda v: -v), abs(-3), round(2.567, 2), divmod(7, 3), pow(2, 10), 2 ** 100)
print(np.array([1, 2, 3]).tolist(), np.float64(2.5).item(), repr(np.float32(1.5)), [np.float64(1.0), np.int64(3)])
class_ = None
print(class_ is None, not class_, class_ or "default")
m = np.arange(12).reshape(3, 4)
print(m.T, m[1], m[:, 1], m[-1, -1], m[m > 5], m.sum(0), m.mean(1), m.max(), np.where(m % 2, m, -m), sep="\n")
print(*m, sep=" | ")
print(time.perf_counter() - t < 60, len(sys.argv))
if __name__ == "__main__":
    print("main")
