# expect: ValueError: clipmode must be one of 'clip', 'raise', or 'wrap' (got 'foo')
import numpy as np
np.take([1, 2], [0], mode='foo')
