# expect: ValueError: m has more than 2 dimensions
import numpy as np
print(np.ones(2))
c = 1 + np.corrcoef(np.zeros((2, 2, 2)))
