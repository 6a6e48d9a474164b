# null: skip
# argv: 300 40
# The logistic map x -> r x (1 - x) for many r at once: where it settles and
# where it does not. Each step is one pass over r and x; r[band.argmax()] waits
# for a position, and prints wait for values: nothing else does.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 100

r = np.linspace(2.5, 4, n)
x = np.full(n, 0.5)
for step in range(steps):
    x = r * x * (1 - x)

low = x
high = x
for step in range(8):
    x = r * x * (1 - x)
    low = np.minimum(low, x)
    high = np.maximum(high, x)

band = high - low
print("settled:", (band < 1e-6).sum(), "of", n)
print("widest band", band.max(), "at r =", r[band.argmax()])
print(x[::n // 5])
