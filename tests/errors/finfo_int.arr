# expect: ValueError: data type <class 'numpy.int64'> not inexact
import numpy as np
np.finfo(int)
