# expect: ValueError: must provide at least an operand and a subscripts list to einsum
import numpy as np
np.einsum([1, 2])
