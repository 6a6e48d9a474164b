# expect: IndexError: an index can only have a single ellipsis ('...')
import numpy as np
a = np.arange(6.).reshape(2, 3)
a[..., ...]
