# expect: ValueError: low >= high
import numpy as np
np.random.randint(5, 2)
