# expect: LinAlgError: Singular matrix
# The first error is told, not the one that stops the program.
import numpy as np


def unused(n):
    x = np.linalg.inv(np.zeros((n, n)))
    return n


unused(3)
undefined_name
