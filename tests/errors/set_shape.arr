# expect: ValueError: cannot reshape array of size 6 into shape (5,5)
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.shape = (5, 5)
