# expect: IndexError: index 3 is out of bounds for axis 0 with size 3
import sys
import numpy as np

x = np.arange(3)[np.array([3])]
sys.exit(5)
