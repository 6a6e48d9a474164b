# Results that share inputs share the pass over them.
# plan: nodes=3: add subtract multiply; loads=2 stores=3
import numpy as np
a = np.arange(1000.)
b = np.arange(1000.) / 2
print(a[1], b[1])
total = a + b
difference = a - b
product = a * b
print(total[10], difference[10], product[10])
