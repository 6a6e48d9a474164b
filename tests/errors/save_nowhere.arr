# expect: FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/x.npy'
import numpy as np
np.save('/nowhere/x', 1)
