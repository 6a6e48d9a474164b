# expect: FileNotFoundError: [Errno 2] No such file or directory: 'nowhere'
import numpy as np
np.fromfile('nowhere')
