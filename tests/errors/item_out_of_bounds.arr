# expect: IndexError: index 7 is out of bounds for size 6
import numpy as np
a = np.arange(6.).reshape(2, 3)
a.item(7)
