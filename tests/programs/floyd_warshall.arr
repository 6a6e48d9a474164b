# All shortest paths; the paths themselves by a matrix of successors.
# null: skip
import sys
import numpy as np


def floyd_warshall(weights):
    n = weights.shape[0]
    dist = weights.copy()
    nxt = np.where(np.isfinite(dist), np.arange(n)[None, :], -1)
    for k in range(n):
        through = dist[:, k, None] + dist[None, k, :]
        shorter = through < dist
        dist[shorter] = through[shorter]
        nxt = np.where(shorter, nxt[:, k, None], nxt)
    return dist, nxt


def path(nxt, u, v):
    if nxt[u, v] < 0:
        return []
    nodes = [u]
    while u != v:
        u = int(nxt[u, v])
        nodes.append(u)
    return nodes


edges = {(0, 1): 7, (0, 3): 3, (1, 2): 1, (2, 4): 4, (3, 1): 2, (3, 4): 8, (4, 0): 6, (5, 2): 1}
n = 6
w = np.full((n, n), np.inf)
np.fill_diagonal(w, 0)
for (u, v), cost in edges.items():
    w[u, v] = cost
dist, nxt = floyd_warshall(w)
print(dist)
for u, v in [(0, 4), (4, 2), (0, 5), (5, 1)]:
    p = path(nxt, u, v)
    print(u, "->", v, "none" if not p else " ".join([str(k) for k in p]), dist[u, v])

size = int(sys.argv[1]) if len(sys.argv) > 1 else 40
rng = np.random.default_rng(3)
big = rng.integers(1, 100, (size, size)).astype(float)
big[rng.random((size, size)) < 0.7] = np.inf
np.fill_diagonal(big, 0)
dist, nxt = floyd_warshall(big)
finite = dist[np.isfinite(dist)]
print(dist.max(), finite.sum(), np.unravel_index(np.argmax(np.where(np.isfinite(dist), dist, -1)), dist.shape))
