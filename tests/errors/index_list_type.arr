# expect: TypeError: list indices must be integers or slices, not str
import numpy as np
x = [1]
x['a']
