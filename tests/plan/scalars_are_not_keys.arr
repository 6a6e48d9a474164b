# A loop that changes a number, or where a slice begins, plans nothing new.
# plan: ^plans_made [1-3]$
import numpy as np
a = np.zeros(1000)
for step in range(1, 60):
    a[step:step + 100] += step * 0.5
print(a[50:60])
