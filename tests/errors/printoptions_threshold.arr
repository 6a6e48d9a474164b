# expect: ValueError: threshold must be non-NAN, try sys.maxsize for untruncated representation
import numpy as np
np.set_printoptions(threshold=np.nan)
