# expect: ValueError: einstein sum subscript string does not contain proper '->' output specified
import numpy as np
np.einsum('ij- >i', [[1, 2]])
