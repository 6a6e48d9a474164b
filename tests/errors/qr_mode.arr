# expect: ValueError: Unrecognized mode 'zz'
import numpy as np
np.linalg.qr(np.eye(2), 'zz')
