# expect: ValueError: can only convert an array of size 1 to a Python scalar
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.item()
