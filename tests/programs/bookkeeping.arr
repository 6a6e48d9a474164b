# Dicts and lists: a ledger, groups, a stack machine, queues, nested structures.
# null: skip
import numpy as np

ledger = {"cash": 100.0, "stock": 50}
moves = [("cash", -30), ("stock", 20), ("debt", 10.5), ("cash", 5)]
for acct, amount in moves:
    if acct not in ledger:
        ledger[acct] = 0
    ledger[acct] += amount
print(ledger)
print(sorted(ledger), max(ledger, key=ledger.get), sum(ledger.values()))
groups = {}
for i in range(12):
    groups.setdefault(i % 3, []).append(i * i)
print(groups)
for k, v in groups.items():
    a = np.array(v)
    print(k, a, a.mean(), a.tolist() == v)
inverse = {tuple(v): k for k, v in groups.items()}
print(inverse[(0, 9, 36, 81)])
stack = []
for tok in "3 4 + 2 * 7 -".split():
    if tok in "+-*":
        b, a = stack.pop(), stack.pop()
        stack.append(a + b if tok == "+" else a - b if tok == "-" else a * b)
    else:
        stack.append(int(tok))
print(stack)
queue = [1]
while len(queue) < 10:
    queue.insert(0, queue[-1] * 2)
    queue.extend(queue[:1])
print(queue)
nested = {"a": {"b": [1, 2, {"c": np.arange(3)}]}}
print(nested["a"]["b"][2]["c"][1], nested)
d = dict(zip("abc", range(3)))
d.update(z=26)
d |= {"y": 25}
print(d, d.pop("a"), d.pop("nope", None), list(d.items()), len(d))
del d["b"]
try:
    d["b"]
except KeyError as e:
    print("missing", e, repr(e))
lst = list(range(10))
lst[2:5] = [0]
lst[::2] = [9] * len(lst[::2])
print(lst, lst.index(9), lst.count(9))
lst.sort(reverse=True)
lst.remove(9)
print(lst, [x for x in lst if x % 2], any(x > 8 for x in lst), all(lst))
print([[j * i for j in range(3)] for i in range(3)], list(map(lambda x: x + 1, [1, 2])), list(filter(None, [0, 1, "", "a"])))
a, *b, c = range(6)
print(a, b, c)
