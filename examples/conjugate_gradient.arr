# oracle: ulp=16 -- matrix products add in BLAS's order
# null: skip
# argv: 60
# A large symmetric system by conjugate gradients: one product of the matrix
# with a vector in each step, and a residual that decides when to stop: the
# only value that the loop waits for.
import sys
import numpy as np


def conjugate_gradient(matrix, right, tolerance=1e-9):
    x = np.zeros_like(right)
    residual = right - matrix @ x
    direction = residual.copy()
    square = residual @ residual
    steps = 0
    while square > tolerance ** 2:
        image = matrix @ direction
        length = square / (direction @ image)
        x += length * direction
        residual -= length * image
        previous, square = square, residual @ residual
        direction = residual + square / previous * direction
        steps += 1
    return x, steps


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
k = np.arange(n)
matrix = 1 / (1 + abs(k - k[:, np.newaxis])) ** 2 + np.diag(1 + k / n)
solution = np.cos(k * 0.01)

x, steps = conjugate_gradient(matrix, matrix @ solution)
print("steps:", steps)
print("solved:", np.abs(x - solution).max() < 1e-8)
print(np.round(x[::n // 6], 6))
