# Overlapping reads and writes of one array cost one pass: the task writes a
# fresh version of the whole array, which takes the old one's place.
# plan: domain=\(998,\) nodes=3: add multiply copy; loads=2 stores=1 .* renames=1
# plan: ^renames 5$
# plan: ^plans_made [1-3]$
import numpy as np
u = np.arange(1000.) % 7
for step in range(5):
    u[1:-1] = (u[:-2] + u[2:]) * 0.5
print(u[1:9])
