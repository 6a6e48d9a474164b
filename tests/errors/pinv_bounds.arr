# expect: ValueError: `rtol` and `rcond` can't be both set.
import numpy as np
np.linalg.pinv(np.eye(2), rcond=1, rtol=1)
