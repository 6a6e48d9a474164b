# oracle: ulp=256
# PageRank and the largest eigenpairs by power iteration with deflation: matrix products are BLAS's.
# null: skip
import sys
import numpy as np


def pagerank(links, d=0.85, tolerance=1e-12):
    pages = sorted(set_of(links))
    index = {page: i for i, page in enumerate(pages)}
    m = np.zeros((len(pages), len(pages)))
    for page, targets in links.items():
        for target in targets:
            m[index[target], index[page]] = 1 / len(targets)
    dangling = m.sum(axis=0) == 0
    m[:, dangling] = 1 / len(pages)
    rank = np.full(len(pages), 1 / len(pages))
    for step in range(1000):
        new = (1 - d) / len(pages) + d * (m @ rank)
        if np.abs(new - rank).sum() < tolerance:
            break
        rank = new
    return {page: float(rank[i]) for page, i in index.items()}, step


def set_of(links):
    found = []
    for page, targets in links.items():
        for name in [page, *targets]:
            if name not in found:
                found.append(name)
    return found


def largest(a, count, steps=400):
    a = a.copy()
    pairs = []
    for _ in range(count):
        v = np.ones(len(a)) / np.sqrt(len(a))
        for _ in range(steps):
            w = a @ v
            v = w / np.linalg.norm(w)
        value = v @ a @ v
        pairs.append((value, v))
        a -= value * np.outer(v, v)
    return pairs


links = {"home": ["about", "product", "links"], "about": ["home"], "product": ["home"],
         "links": ["home", "a", "b", "c"], "a": ["home"], "b": ["home"], "c": ["home", "links"]}
ranks, steps = pagerank(links)
for page, value in sorted(ranks.items(), key=lambda item: (-round(item[1], 9), item[0])):
    print("%-8s %.6f %s" % (page, value, "*" * round(value * 40)))
print("%.9f" % sum(ranks.values()))

n = int(sys.argv[1]) if len(sys.argv) > 1 else 12
i = np.arange(n)
a = np.minimum(i[:, None], i) + 1.0
values = [value for value, _ in largest(a, 3)]
exact = np.linalg.eigvalsh(a)[::-1][:3]
print(["%.6f" % v for v in values], np.allclose(values, exact))
