# Methods of lists and tuples.
import numpy as np

a = [3, 1]
print(a.append(2), a)
a.extend((5, 4)); a.extend(range(2)); a.extend("xy"[:0])
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.insert(0, "first"); a.insert(-1, "before last"); a.insert(100, "last"); a.insert(-100, None)
print(a, a.index("last"), a.index(1, 1), a.count(1), a.count(True), a.count(99))
a.remove("first"); a.remove(None)
print(a, a.copy() == a, a.copy() is a)
a.reverse()
print(a)
a.clear()
print(a, len(a))
b = [5, 2.5, True, -3, 2**70]
b.sort(); print(b)
b.sort(reverse=True); print(b)
b.sort(key=abs); print(b)
c = [[2, "b"], [1, "z"], [2, "a"]]
c.sort(); print(c)
c.sort(key=lambda p: p[1], reverse=True); print(c)
t = (1, 2, 1, "x")
print(t.index("x"), t.count(1), t.index(1, 1), (1,).count((1,)))
results = []
for i in range(5):
    results.append(np.arange(i).sum())
print(results, np.array(results), np.array(results).dtype)
rows = []
for i in range(3):
    rows.append(np.full(2, i))
print(np.array(rows), np.stack(rows).shape, np.concatenate(rows))
stack = []
for ch in "(()())":
    if ch == "(":
        stack.append(ch)
    else:
        stack.pop()
print(stack)
push = stack.append
push(1); push([2])
print(stack, stack[-1].append(3), stack)
