# expect: NotADirectoryError: [Errno 20] Not a directory: 'README.md/x.npy'
import numpy as np
np.load('README.md/x.npy')
