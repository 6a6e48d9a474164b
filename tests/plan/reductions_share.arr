# Several reductions of one array are one pass.
# plan: min max sum; loads=1 stores=0 reductions=3
import numpy as np
a = np.arange(1000.) % 77
print(a[1])
low, high, total = a.min(), a.max(), a.sum()
print(total, low, high)
