# expect: ValueError: output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to broadcast the extra dimensions.
import numpy as np
np.einsum('...ij->ij', np.ones((2, 3, 4)))
