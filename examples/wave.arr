# argv: 40 60
# A drum: the two-dimensional wave equation by leapfrog. The five views of the
# grid are made once, before the loop; what the loop writes through one of
# them is seen through the others, as in NumPy, and each step is one task.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 300
courant = 0.5  # speed * dt / dx, below 1 / sqrt(2) for stable steps

x = np.linspace(-1, 1, n)
y = x[:, np.newaxis]
height = np.maximum(0, 1 - 16 * ((x - 0.25) ** 2 + y ** 2))  # a stroke beside the middle
height[0] = height[-1] = 0
height[:, 0] = height[:, -1] = 0
velocity = np.zeros((n - 2, n - 2))

inner = height[1:-1, 1:-1]
north, south = height[:-2, 1:-1], height[2:, 1:-1]
west, east = height[1:-1, :-2], height[1:-1, 2:]

for step in range(steps):
    velocity += courant ** 2 * (north + south + west + east - 4 * inner)
    inner += velocity

print("highest", height.max(), "lowest", height.min())
print("along the middle", height[n // 2, ::n // 8])
