# Local alignment: rows of the score matrix, then the way back. A dict of scores, strings.
# null: skip
import numpy as np

MATCH, MISMATCH, GAP = 3, -3, -2
CODE = {"A": 0, "C": 1, "G": 2, "T": 3}


def encode(text):
    return np.array([CODE[c] for c in text])


def scores(a, b):
    x, y = encode(a), encode(b)
    h = np.zeros((len(x) + 1, len(y) + 1), dtype=int)
    for i in range(1, len(x) + 1):
        diagonal = h[i - 1, :-1] + np.where(y == x[i - 1], MATCH, MISMATCH)
        up = h[i - 1, 1:] + GAP
        best = np.maximum(np.maximum(diagonal, up), 0)
        for j in range(1, len(y) + 1):
            h[i, j] = max(best[j - 1], h[i, j - 1] + GAP)
    return h


def traceback(h, a, b):
    i, j = np.unravel_index(np.argmax(h), h.shape)
    first, second = [], []
    while h[i, j] > 0:
        s = MATCH if a[i - 1] == b[j - 1] else MISMATCH
        if h[i, j] == h[i - 1, j - 1] + s:
            first.append(a[i - 1])
            second.append(b[j - 1])
            i, j = i - 1, j - 1
        elif h[i, j] == h[i - 1, j] + GAP:
            first.append(a[i - 1])
            second.append("-")
            i -= 1
        else:
            first.append("-")
            second.append(b[j - 1])
            j -= 1
    return "".join(reversed(first)), "".join(reversed(second))


pairs = [("TGTTACGG", "GGTTGACTA"), ("ACACACTA", "AGCACACA"), ("GATTACA", "GCATGCT")]
for a, b in pairs:
    h = scores(a, b)
    top, bottom = traceback(h, a, b)
    same = sum([p == q for p, q in zip(top, bottom)])
    print("%-10s%-10s score %3d  %s / %s  (%d of %d)" % (a, b, h.max(), top, bottom, same, len(top)))
print(scores(*pairs[0]))
try:
    encode("ACGX")
except KeyError as error:
    print("no such base:", error)
