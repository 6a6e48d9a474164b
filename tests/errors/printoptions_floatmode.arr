# expect: ValueError: floatmode option must be one of "fixed", "unique", "maxprec", "maxprec_equal"
import numpy as np
np.set_printoptions(floatmode="x")
