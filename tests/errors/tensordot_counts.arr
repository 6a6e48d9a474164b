# expect: ValueError: shape-mismatch for sum
import numpy as np
np.tensordot(np.eye(2), np.eye(2), axes=([0], [0, 1]))
