# expect: LinAlgError: Singular matrix
import numpy as np
x = np.linalg.inv(np.ones((2, 2)))
