# argv: 60 40
# A rod that cools from its ends: explicit steps of the heat equation. Two
# arrays change places; the second never needs to be copied into the first.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 200
ratio = 0.25  # dt * diffusivity / dx**2: a power of two keeps the steps stable and exact

x = np.linspace(0, 1, n)
now = 4 * x * (1 - x)
then = np.zeros(n)
start = now.sum()
for step in range(steps):
    then[1:-1] = now[1:-1] + ratio * (now[2:] - 2 * now[1:-1] + now[:-2])
    now, then = then, now

print("heat kept:", now.sum() / start)
print("middle", now[n // 2 - 2:n // 2 + 3])
