# expect: ValueError: Invalid norm order 'fro' for vectors
import numpy as np
np.linalg.norm(np.ones(3), 'fro')
