# expect: LinAlgError: cond is not defined on empty arrays
import numpy as np
np.linalg.cond(np.zeros((0, 3)))
