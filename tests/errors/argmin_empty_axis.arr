# expect: ValueError: attempt to get argmin of an empty sequence
import numpy as np
a = np.arange(6).reshape(2, 3)
np.argmin(np.zeros((0, 3)), axis=0)
