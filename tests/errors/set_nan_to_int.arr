# expect: ValueError: cannot convert float NaN to integer
import numpy as np
v = np.arange(3)
v[0] = np.nan
