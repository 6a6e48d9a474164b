# expect: OverflowError: Python integer 300 out of bounds for uint8
import numpy as np
u = np.zeros(2, np.uint8)
u[0] = 300
