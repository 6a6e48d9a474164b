# expect: OverflowError: Python integer 300 out of bounds for uint8
import numpy as np
np.array([300], dtype=np.uint8)
