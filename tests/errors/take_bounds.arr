# expect: IndexError: index 9 is out of bounds for axis 1 with size 4
# null: skip
import numpy as np
a = np.arange(12).reshape(3, 4)
print(np.take(a, [1, 9], axis=1))
