# null: skip
# Memory fails at every moment of this program (alloc_faults.c): exceptions,
# generators, dicts, f-strings, slices of lists.
import numpy as np


def risky(n, *rest, scale=1):
    try:
        if n % 3 == 0:
            raise ValueError(f"three times {n // 3}", rest)
        if n % 3 == 1:
            return [10 * scale // (n - 1)]
        return {"n": n, "rest": rest}
    except ZeroDivisionError as e:
        return f"{n:>3}: {e!r:<40}|"
    finally:
        log.append((n, len(rest)))


log = []
for n in range(5):
    try:
        print(risky(n, *range(n), scale=n))
    except ValueError as problem:
        print(problem.args, str(problem), repr(problem))
    else:
        log += [f"{n} was fine"]
print(log)
counts = {word: len(word) for word in ["memory", "fails", "at", "any", "moment"] if word != "at"}
for k in range(20):
    counts[k] = counts.get(k - 1, 0) + k
for k in range(0, 20, 2):
    del counts[k]
counts |= dict(a=1, memory=[2])
print(counts, sorted(counts.items(), key=lambda pair: str(pair)), list(counts.keys())[-1])


def numbers(limit):
    seen = []
    gen = (seen.append(i) or i * i for i in range(limit) for _ in range(2) if i % 2)
    return sum(gen), any(v > 3 for v in seen), seen, [[j for j in range(i)] for i in seen]


print(numbers(7))
first, *middle, last = (x for x in "abcde")
values = [*middle, first, *range(3)]
values[1:3] = [last, [last]] * 2
values[::2] = values[::-2] if len(values) % 2 else values[-2::-2]
del values[-1], values[:1]
print(values, f"{values!r:.20}", f"{len(values)=}")
try:
    try:
        np.zeros((2, 2)) + np.zeros(3)
    except ValueError as e:
        raise KeyError(str(e)) from e
except KeyError as e:
    print(e, repr(e.__cause__))
assert sum(x for x in np.arange(4)) == 6, "sums"
