# Memory fails at every moment of this program (alloc_faults.c): functions, lists, text.
import numpy as np


def counter(start, step=1):
    seen = [[]]

    def next_one(more=0):
        seen[0] += [start + step * len(seen[0])]
        return seen[0][-1] + more

    return next_one, seen


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


count, seen = counter(10, step=5)
print(count(), count(1), count(more=len([3, 4])), seen)
words = ['memory', 'fails', 'at'] + ['any' 'moment', '%s-%d %.3f %r' % ('x', 7, 2.5, 'q')]
words += ['a' * 20, str(10 ** 40)]
print(words, len(words), words[::-1][:2])
pairs = []
for k in range(len(words)):
    word = words[k]
    pairs += [(k, [word, len(word)])]
(first, (word, size)), last = pairs[0], pairs[-1]
print(first, word, size, last)
table = []
for k in range(4):
    table += [np.arange(3) * k]
print(table[1:], sum(table), 2 ** 100 // 3 ** 20, -7 // 2, 1e300 * 1e10)
best = lambda row: row.sum()
print(best(table[3]), fibonacci(9))
