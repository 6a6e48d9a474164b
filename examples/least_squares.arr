# oracle: ulp=100000 -- matrix products add in BLAS's order, and the descent amplifies that
# argv: 400 60
# A line of polynomials through noisy points, by gradient descent: the same
# two matrix products in every step.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 300

x = np.linspace(-1, 1, n)
noise = 0.1 * np.sin(12345.678 * np.arange(n))
y = 1 - 2 * x + 3 * x ** 2 + noise

powers = np.empty((n, 3))
powers[:, 0] = 1
powers[:, 1] = x
powers[:, 2] = x * x

weights = np.zeros(3)
for step in range(steps):
    error = powers @ weights - y
    weights -= 0.5 * (powers.T @ error) / n

print("weights", weights)
print("error", np.sqrt((error * error).sum() / n))
