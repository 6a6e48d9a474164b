# expect: TypeError: 'tuple' object does not support item assignment
import numpy as np
x = (1, 2)
x[0] = 1
