# expect: ValueError: dimensions in single operand for collapsing index 'i' don't match (2 != 3)
import numpy as np
np.einsum('ii->i', np.ones((2, 3)))
