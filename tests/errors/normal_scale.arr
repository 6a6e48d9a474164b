# expect: ValueError: scale < 0
import numpy as np
np.random.normal(0, -1)
