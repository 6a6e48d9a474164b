# expect: ValueError: embedded null byte
import numpy as np
np.load('a\0b')
