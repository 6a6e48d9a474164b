# null: skip
# cuda: skip, since what is left alone was never made: nobody would see it, but the stand-in does
# expect: IndexError: index 3000 is out of bounds for axis 0 with size 3000
import numpy as np

a = np.arange(3000)
k = np.arange(3001)
a[k] = -1
