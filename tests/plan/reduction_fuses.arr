# A sum takes its producer in: the squares are never stored.
# plan: nodes=3: subtract square sum; loads=2 stores=0 reductions=1 temporaries=2
import numpy as np
a = np.arange(1000.)
b = np.arange(1000.) / 2
print(a[1], b[1])
print(np.sum((a - b) ** 2))
