# expect: ValueError: sort kind must be one of 'quick', 'heap', or 'stable' (got 'foo')
import numpy as np
a = np.arange(6).reshape(2, 3)
np.sort(a, kind='foo')
