# oracle: ulp=1000000 -- matrix products add in BLAS's order, exp is good to 1 ulp, and the descent amplifies both
# argv: 300 40
# Which side of a plane? Logistic regression by gradient descent: two matrix
# products per step; all between them is one pass over the points.
import sys
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 200
features = 8

rng = np.random.default_rng(11)
points = rng.uniform(-1, 1, (n, features))
truth = np.linspace(-2, 2, features)
answer = (sigmoid(4 * (points @ truth)) > rng.random(n)).astype(float)

weights = np.zeros(features)
for step in range(steps):
    error = sigmoid(points @ weights) - answer
    weights -= 2 * (points.T @ error) / n

guess = points @ weights > 0
print("weights", weights)
print("right", np.mean(guess == (answer > 0.5)))
