# expect: TypeError: data type 'foo' not understood
import numpy as np
np.zeros(2, dtype='foo')
