# expect: ValueError: attempt to get argmax of an empty sequence
import numpy as np
a = np.arange(6).reshape(2, 3)
np.argmax([])
