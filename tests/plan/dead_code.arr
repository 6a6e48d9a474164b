# Work that nobody can observe is dropped.
# plan: ^tasks 0$
# plan: ^bytes_written 0$
# plan: ^pulls 0$
import numpy as np


def nothing():
    a = np.arange(1000.)
    b = np.sqrt(a) + a
    return None


nothing()
print("done")
