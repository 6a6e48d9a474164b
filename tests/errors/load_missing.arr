# expect: FileNotFoundError: [Errno 2] No such file or directory: 'nowhere.npy'
import numpy as np
np.load('nowhere.npy')
