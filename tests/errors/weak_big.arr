# expect: OverflowError: Python int too large to convert to C long
import numpy as np
np.array([1]) + 2**63
