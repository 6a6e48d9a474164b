# expect: IndexError: too many indices for array: array is 0-dimensional, but 1 were indexed
import numpy as np
np.array(5)[0]
