# expect: ValueError: Number of samples, -3, must be non-negative.
import numpy as np
np.linspace(0, 1, -3)
