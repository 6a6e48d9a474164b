# oracle: ulp=1000000 -- matrix products and solve() add in BLAS's order
# argv: 500
# Linear regression at once, by the normal equations: two matrix products, a
# small system, and the errors of the coefficients from the inverse matrix.
import sys
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
rng = np.random.default_rng(5)
x = rng.uniform(-1, 1, n)
y = 1 - 2 * x + 0.5 * x ** 3 + 0.25 * (rng.random(n) - 0.5)

basis = np.stack((np.ones(n), x, x ** 2, x ** 3), axis=1)
gram = basis.T @ basis
weights = np.linalg.solve(gram, basis.T @ y)
rest = y - basis @ weights
variance = rest @ rest / (n - 4)
errors = np.sqrt(variance * np.diag(np.linalg.inv(gram)))

print("weights", weights)
print("errors ", errors)
print("noise  ", np.sqrt(variance))
