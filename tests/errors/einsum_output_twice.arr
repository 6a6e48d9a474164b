# expect: ValueError: einstein sum subscripts string includes output subscript 'i' multiple times
import numpy as np
np.einsum('ij->ii', [[1, 2]])
