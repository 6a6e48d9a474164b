# expect: ValueError: output parameter for reduction operation add has the wrong number of dimensions: Found 2 but expected 1
import numpy as np
np.sum(np.ones((2, 3)), axis=0, out=np.zeros((1, 3)))
