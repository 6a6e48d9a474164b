# expect: IndexError: tuple index out of range
import numpy as np
np.tensordot(np.eye(2), np.eye(2), axes=3)
