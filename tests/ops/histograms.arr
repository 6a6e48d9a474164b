# null: skip
import numpy as np
a = np.array([1, 2, 1, 4, 7, 3, 3, 8, 10, 1])
x = a * 0.37 - 1.2
w = np.array([0.5, 1, 2, 0.25, 1, 1, 3, 4, 0.125, 1])
for v in (a, x, x.astype(np.float32), a.astype(np.uint8), a.reshape(2, 5), x[::-2], [0.1, 0.2, 0.3], np.arange(100) % 17, a[:1], [], np.array([True, False, True])[:0]):
    print(np.histogram(v), np.histogram(v, bins=4), np.histogram(v, 3, range=(0, 5)), np.histogram_bin_edges(v, 5))
    print(np.histogram(v, bins=[0, 1, 2, 5]), np.histogram(v, np.array([-1, 0.5, 2, 2, 4])), np.histogram(v, bins=5, density=True, range=(-1, 20)))
print(np.histogram(a, 4, weights=w), np.histogram(x, bins=[0, 1, 2], weights=w), np.histogram(a, 3, weights=a), np.histogram(x, 4, weights=w, density=True), np.histogram(a, [1, 3, 8], density=True), np.histogram(a, 3, weights=w * 1j), np.histogram(a, 3, weights=w.astype(np.float32))[0].dtype, np.histogram(x, [0, 1, 2], weights=a)[0].dtype)
t = np.arange(300) * 7919 % 1013 / 101.3
for rule in ('auto', 'fd', 'doane', 'scott', 'rice', 'sturges', 'sqrt'):
    print(rule, np.histogram_bin_edges(t, rule), np.histogram(a, rule)[0], np.histogram(t, rule, range=(2, 7))[0], np.histogram(np.ones(5), rule)[0])
big = np.arange(100000) * 7919 % 100003 / 3.7
h, e = np.histogram(big, 50)
print(h, e[::10], np.histogram(big, bins=e)[0] - h)
print(np.histogram(np.linspace(0, 1, 11), 10), np.histogram(np.linspace(0.1, 0.7, 7), np.linspace(0.1, 0.7, 7)), np.histogram([0.1 + 0.2, 0.3], 3, (0, 0.9)))
y = x[::-1] * 2
print(np.histogram2d(x, y, 3), np.histogram2d(a, a, [2, 3]), np.histogram2d(x, y, [[-1, 0, 1, 3], [-3, 0, 6]]), np.histogram2d(x, y, bins=[0, 1, 2], density=True), np.histogram2d(x, y, 2, weights=w), np.histogram2d(a, x, bins=2, range=[[0, 5], [-1, 1]]))
s = np.stack((x, y, a), axis=1)
H, edges = np.histogramdd(s, bins=(2, 3, 2))
print(H, edges, np.histogramdd(s, 2, density=True)[0], np.histogramdd((x, y), [[-2, 0, 2], 2], weights=w), np.histogramdd([[1, 2, 3], [4, 5, 6]], 2))
for right in (False, True):
    print(np.digitize([0.2, 6.4, 3.0, 1.6, 10, -1], [0.0, 1.0, 2.5, 4.0, 10.0], right), np.digitize([[1, 2], [3, 9]], [5, 3, 1], right=right), np.digitize(2, [1, 2, 3], right), np.digitize(a, [1, 4, 4, 8], right), np.digitize(x, np.array([3.0]), right), np.digitize([1, 2], [], right), np.digitize([1.5, np.nan], [1, 2], right))
