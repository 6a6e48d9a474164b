# expect: TypeError: 'int' object is not subscriptable
import numpy as np
x = 5
x[0]
