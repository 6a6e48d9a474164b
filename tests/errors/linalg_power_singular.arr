# expect: LinAlgError: Singular matrix
import numpy as np
print(np.linalg.matrix_power(np.zeros((2, 2)), -1))
