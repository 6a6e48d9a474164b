# plan: peak_memory [1-5]\d{6}$
# Arrays that shrink step by step take the memory of those before them.
import numpy as np

x = np.arange(100000.0)
for step in range(40):
    x = x[x > 1000 * step]
print(x.size, x[0])
