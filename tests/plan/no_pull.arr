# Shapes, types, rows and tuples of arrays cost no data.
# plan: ^pulls 0$
import numpy as np
a = np.arange(12.).reshape(3, 4)
for row in a:
    row += 1
b, c = a[0], a.T
print(len(a), a.shape, c.shape, (a + b).dtype, a.sum(axis=0).size)
