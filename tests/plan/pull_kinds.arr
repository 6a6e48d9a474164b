# Each pull is counted by what wanted it.
# null: skip
# plan: ^pulls 4$
# plan: ^pulls_print 1$
# plan: ^pulls_convert 1$
# plan: ^pulls_condition 1$
# plan: ^pulls_size 1$
import numpy as np
a = np.arange(10)
half = float(a.sum()) / 2
if a.max() > 5:
    half += 1
b = np.zeros(a[3])
print(half, b)
