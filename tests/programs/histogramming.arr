# Counting: histograms in one and two dimensions, equalisation, a table by groups, text by bins.
# null: skip
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
rng = np.random.default_rng(11)
x = rng.normal(10, 3, n)
group = rng.integers(0, 4, n)

counts, edges = np.histogram(x, bins=12, range=(0, 20))
print(counts, edges[:3])
for count, left, right in zip(counts, edges[:-1], edges[1:]):
    print("%6.2f .. %6.2f %s %d" % (left, right, "#" * int(60 * count / counts.max()), count))
density, _ = np.histogram(x, bins=12, range=(0, 20), density=True)
print("%.12f" % (density * np.diff(edges)).sum())

which = np.clip(np.digitize(x, edges) - 1, 0, 11)
table = np.zeros((4, 12), dtype=int)
np.add.at(table, (group, which), 1)
print(table.sum(axis=1), table[:, 5:8])
print(np.array_equal(np.bincount(group * 12 + which, minlength=48).reshape(4, 12), table))

stats = {g: (int((group == g).sum()), x[group == g]) for g in range(4)}
for g, (size, values) in stats.items():
    print("group %d: n=%4d median=%.4f q90=%.4f max=%.3f" % (g, size, np.median(values), np.quantile(values, 0.9), values.max()))

image = (rng.random((24, 24)) ** 2 * 256).astype(np.uint8)
hist = np.bincount(image.ravel(), minlength=256)
cdf = hist.cumsum()
equalised = ((cdf[image] - cdf.min()) * 255 // (image.size - cdf.min())).astype(np.uint8)
print(image.mean() < 100, 110 < equalised.mean() < 145, equalised.dtype, np.unique(equalised).size == np.unique(image).size)

words = "the cat sat on the mat and the dog sat too".split()
seen = {}
for word in words:
    seen[word] = seen.get(word, 0) + 1
print(sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:4])
