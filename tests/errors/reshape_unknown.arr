# expect: ValueError: cannot reshape array of size 6 into shape (4)
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.reshape(-1, 4)
