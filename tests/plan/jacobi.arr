# A loop's body is planned once, and once more where the first pass differs:
# plans do not grow with passes, and each pass is one task.
# argv: 40
# plan: ^plans_made [1-3]$
# plan: ^plans_reused 198$
# plan: ^renames 200$
# plan: nodes=5: add add add multiply copy; loads=4 stores=1 .*temporaries=4 renames=1
# plan: ^pulls 1$
import sys
import numpy as np
n = int(sys.argv[1])
u = np.zeros((n, n))
u[0, :] = 1.0
for step in range(200):
    u[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
print(u[1:3, 1:3])
