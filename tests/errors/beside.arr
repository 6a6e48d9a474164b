# Of tasks that run side by side, the first of the program's that fails is told.
# flags: --limits tiny --window-size 64 --ompthreads 4
# expect: LinAlgError: Matrix is not positive definite
import numpy as np
a = np.cumsum(np.arange(5000.0))
b = np.linalg.cholesky(np.full((30, 30), -1.0))
c = np.linalg.inv(np.zeros((40, 40)))
d = np.cumsum(np.arange(6000.0))
print(a[-1], d[-1], c)
