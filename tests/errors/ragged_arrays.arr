# expect: ValueError: setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (2,) + inhomogeneous part.
import numpy as np
np.array([np.zeros(2), np.zeros(3)])
