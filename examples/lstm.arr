# oracle: ulp=1000000 -- matrix products add in BLAS's order, exp and tanh are good to 1 ulp; both are fed back
# argv: 12 6 5
# A layer of long short-term memory read from first to last: two matrix
# products per step; the four gates are views of one array, and all that is
# computed from them is one pass.
import sys
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm_step(x, hidden, cell, weights_x, weights_h, bias):
    gates = x @ weights_x + hidden @ weights_h + bias
    size = hidden.shape[1]
    take, keep = sigmoid(gates[:, :size]), sigmoid(gates[:, size:2 * size])
    show, value = sigmoid(gates[:, 2 * size:3 * size]), np.tanh(gates[:, 3 * size:])
    cell = keep * cell + take * value
    return show * np.tanh(cell), cell


length = int(sys.argv[1]) if len(sys.argv) > 1 else 100
size = int(sys.argv[2]) if len(sys.argv) > 2 else 128
batch = int(sys.argv[3]) if len(sys.argv) > 3 else 256

rng = np.random.default_rng(2)
sequence = rng.uniform(-1, 1, (length, batch, size))
weights_x = rng.uniform(-1, 1, (size, 4 * size)) / np.sqrt(size)
weights_h = rng.uniform(-1, 1, (size, 4 * size)) / np.sqrt(size)
bias = rng.uniform(-1, 1, 4 * size)

hidden = np.zeros((batch, size))
cell = np.zeros((batch, size))
for x in sequence:
    hidden, cell = lstm_step(x, hidden, cell, weights_x, weights_h, bias)

print("hidden", hidden[0, :5])
print("mean", hidden.mean(), "deviation", hidden.std())
