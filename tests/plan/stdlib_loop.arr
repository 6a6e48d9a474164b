# plan: domain=\(96,\) nodes=\d+: .*temporaries=[5-9]
# The rounds of a loop in the library are one task.
import numpy as np
a = np.linspace(0, 1, 96)
b = np.polyval([1.0, 2.0, 3.0, 2.0, 1.0], a)
print(b.sum() > 0)
