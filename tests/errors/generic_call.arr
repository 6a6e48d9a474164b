# expect: TypeError: cannot create 'numpy.floating' instances
import numpy as np
np.floating()
