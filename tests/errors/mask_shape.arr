# expect: IndexError: boolean index did not match indexed array along axis 1; size of axis is 4 but size of corresponding boolean axis is 3
import numpy as np
a = np.arange(12).reshape(3, 4)
a[np.zeros((3, 3), bool)]
