# expect: ValueError: at least one array or dtype is required
import numpy as np
np.result_type()
