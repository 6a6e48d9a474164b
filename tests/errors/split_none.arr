# expect: ValueError: number sections must be larger than 0.
import numpy as np
a = np.arange(6).reshape(2, 3)
np.array_split(a, 0)
