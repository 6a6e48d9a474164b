# null: skip
# argv: 600 8
# Clusters of points by Lloyd's algorithm: each point goes to its nearest
# centre (a table of distances by broadcasting, then argmin), each centre to
# the mean of its points (bincount with weights). No loop over the points.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
clusters = 8


def nearest(x, y, centre_x, centre_y):
    """For each point the number of its nearest centre."""
    distance = (x[:, np.newaxis] - centre_x) ** 2 + (y[:, np.newaxis] - centre_y) ** 2
    return distance.argmin(axis=1)


rng = np.random.default_rng(7)
home = np.arange(n) % clusters  # points lie in eight squares, two rows of four
x = home % 4 + 0.8 * rng.random(n)
y = home // 4 + 0.8 * rng.random(n)

centre_x, centre_y = x[:clusters] * 0.9, y[:clusters] * 0.5  # a first guess
for step in range(rounds):
    label = nearest(x, y, centre_x, centre_y)
    count = np.maximum(np.bincount(label, minlength=clusters), 1)
    centre_x = np.bincount(label, weights=x, minlength=clusters) / count
    centre_y = np.bincount(label, weights=y, minlength=clusters) / count

label = nearest(x, y, centre_x, centre_y)
print("points", np.bincount(label, minlength=clusters))
print("centres", centre_x, centre_y)
print("mean square", ((x - centre_x[label]) ** 2 + (y - centre_y[label]) ** 2).mean())
