# expect: ValueError: must specify the einstein sum subscripts string and at least one operand, or at least one operand and its corresponding subscripts list
import numpy as np
np.einsum()
