# expect: IndexError: cannot do a non-empty take from an empty axes.
import numpy as np
np.take(np.zeros((0, 3)), [0])
