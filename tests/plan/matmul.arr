# A product is a task of its own, and a transposed operand is not copied.
# plan: nodes=1: matmul; .*a library call is a task of its own
# plan: ^tasks 3$
import numpy as np
a = np.arange(12.).reshape(3, 4)
b = np.arange(12.).reshape(3, 4) / 2
print((a.T @ b)[0])
