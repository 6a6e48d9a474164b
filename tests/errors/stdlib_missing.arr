# expect-arr: TypeError: average() missing 1 required positional argument: 'a'
import numpy as np
np.average()
