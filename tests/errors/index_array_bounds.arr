# expect: IndexError: index 9 is out of bounds for axis 1 with size 4
# null: skip
import numpy as np
a = np.arange(12).reshape(3, 4)
i = np.array([1, 9])
print(a[:, i])
