# argv: 40 50
# Laplace's equation on a square by Jacobi iteration: the inner points become
# the mean of their four neighbours. The views are made anew in each pass, as
# anyone would write it; the loop is planned once, and each pass is one task.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
iterations = int(sys.argv[2]) if len(sys.argv) > 2 else 100

u = np.zeros((n, n))
u[0, :] = 1.0
u[:, -1] = np.linspace(1, 0, n)

for step in range(iterations):
    u[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])

mean = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
print("residual", abs(u[1:-1, 1:-1] - mean).max())
print(u[1:4, -4:])
