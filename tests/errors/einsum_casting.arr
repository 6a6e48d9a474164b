# expect: ValueError: casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got 'zz')
import numpy as np
np.einsum('i,i', [1, 2], [3, 4], casting='zz')
