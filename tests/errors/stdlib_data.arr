# expect: IndexError: index 5 is out of bounds for axis 0 with size 3
import numpy as np
a = np.arange(3)
b = a[np.array([0, 5])]
print(np.std(b))
