# expect: IsADirectoryError: [Errno 21] Is a directory: 'tests'
import numpy as np
np.load('tests')
