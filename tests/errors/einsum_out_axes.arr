# expect: ValueError: out parameter does not have the correct number of dimensions, has 1 but should have 0
import numpy as np
np.einsum('i->', np.ones(3), out=np.zeros(1))
