# expect: LinAlgError: Array must not contain infs or NaNs
import numpy as np
np.linalg.eig([[1, np.inf], [2, 3]])
