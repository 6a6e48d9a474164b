# expect: ValueError: must specify the einstein sum subscripts string and at least one operand
import numpy as np
np.einsum('ij')
