# expect: LinAlgError: Singular matrix
import numpy as np
a = np.zeros((3, 2, 2))
a[0] = a[2] = np.eye(2)
x = np.linalg.solve(a, np.ones(2))
print(x)
