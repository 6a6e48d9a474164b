# expect: ValueError: Output array is the wrong shape
import numpy as np
a = np.arange(6).reshape(2, 3)
np.concatenate([a, a], out=np.zeros((3, 3)))
