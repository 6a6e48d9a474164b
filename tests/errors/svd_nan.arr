# expect: LinAlgError: SVD did not converge
import numpy as np
print(np.linalg.svd([[1, np.nan], [2, 3]]))
