# Knapsack, longest common subsequence, shortest paths, page rank, permutations.
# null: skip
import numpy as np

def knapsack(values, weights, cap):
    n = len(values)
    best = np.zeros((n + 1, cap + 1), dtype=int)
    for i in range(1, n + 1):
        w, v = weights[i - 1], values[i - 1]
        best[i] = best[i - 1]
        best[i, w:] = np.maximum(best[i - 1, w:], best[i - 1, :cap + 1 - w] + v)
    chosen, c = [], cap
    for i in range(n, 0, -1):
        if best[i, c] != best[i - 1, c]:
            chosen.append(i - 1)
            c -= weights[i - 1]
    return best[n, cap], chosen[::-1]

print(knapsack([60, 100, 120], [10, 20, 30], 50))
print("best {0} with {1}".format(*knapsack([3, 4, 5, 6], [2, 3, 4, 5], 5)))

def lcs(a, b):
    L = np.zeros((len(a) + 1, len(b) + 1), int)
    for i in range(len(a)):
        for j in range(len(b)):
            L[i + 1, j + 1] = L[i, j] + 1 if a[i] == b[j] else max(L[i, j + 1], L[i + 1, j])
    i, j, out = len(a), len(b), []
    while i and j:
        if a[i - 1] == b[j - 1]:
            out.append(a[i - 1])
            i, j = i - 1, j - 1
        elif L[i - 1, j] >= L[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(out[::-1]), L

s, L = lcs("AGGTAB", "GXTXAYB")
print(s)
print(L)
INF = 10 ** 9
G = {"A": {"B": 4, "C": 2}, "B": {"D": 5}, "C": {"B": 1, "D": 8}, "D": {}}
def dijkstra(g, src):
    dist = {v: INF for v in g}
    dist[src] = 0
    todo = list(g)
    while todo:
        u = min(todo, key=lambda v: dist[v])
        todo.remove(u)
        for v, w in g[u].items():
            dist[v] = min(dist[v], dist[u] + w)
    return dist
print(dijkstra(G, "A"))
adj = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
deg = adj.sum(1)
Lap = np.diag(deg) - adj
print(Lap, np.linalg.eigvalsh(Lap).round(6), (np.linalg.matrix_power(adj, 3)).trace() // 6)
pr = np.full(4, 0.25)
M = adj / deg
for _ in range(100):
    new = 0.15 / 4 + 0.85 * pr @ M
    if np.abs(new - pr).sum() < 1e-10:
        break
    pr = new
print(pr.round(5), pr.sum())
def hanoi(n, a="A", b="B", c="C"):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print([hanoi(k) for k in range(6)])
def perms(xs):
    if len(xs) <= 1:
        return [xs]
    return [[x] + rest for i, x in enumerate(xs) for rest in perms(xs[:i] + xs[i + 1:])]
print(perms([1, 2, 3]))
