# expect: TypeError: expected str, bytes or os.PathLike object, not int
import numpy as np
np.load(3)
