# expect: ValueError: UPLO argument must be 'L' or 'U'
import numpy as np
np.linalg.eigh(np.eye(2), 'x')
