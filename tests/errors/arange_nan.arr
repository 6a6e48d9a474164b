# expect: ValueError: arange: cannot compute length
import numpy as np
np.arange(np.nan)
