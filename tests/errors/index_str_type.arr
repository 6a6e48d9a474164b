# expect: TypeError: string indices must be integers, not 'str'
import numpy as np
x = 'ab'
x['a']
