# plan: ^library_files 0$
# Naming the library's functions compiles nothing.
import numpy as np
from numpy import convolve
f = np.std
print(np.arange(3).sum())
