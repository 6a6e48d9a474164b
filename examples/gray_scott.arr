# argv: 32 60
# Spots that divide: the reaction of two chemicals and their diffusion, after
# Gray and Scott. The arrays have a border of one, so that the neighbours of
# all inner cells are four shifted views; u and v are the views inside. Each
# step is one task that reads and writes both arrays once.
import sys
import numpy as np


def laplacian(a):
    return a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] - 4 * a[1:-1, 1:-1]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 500
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 300
spread_u, spread_v, feed, kill = 0.16, 0.08, 0.035, 0.065

rng = np.random.default_rng(3)
full_u = np.ones((n + 2, n + 2))
full_v = np.zeros((n + 2, n + 2))
u, v = full_u[1:-1, 1:-1], full_v[1:-1, 1:-1]
middle = slice(n // 2 - n // 10, n // 2 + n // 10)
u[middle, middle] = 0.5
v[middle, middle] = 0.25
v += 0.05 * rng.random((n, n))

for step in range(steps):
    reaction = u * v * v
    du = spread_u * laplacian(full_u) - reaction + feed * (1 - u)
    dv = spread_v * laplacian(full_v) + reaction - (feed + kill) * v
    u += du
    v += dv

print("mean", u.mean(), v.mean())
print("across the middle", v[n // 2, n // 2:n // 2 + 8])
