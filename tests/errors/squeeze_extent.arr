# expect: ValueError: cannot select an axis to squeeze out which has size not equal to one
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.squeeze(a, axis=0)
