# plan: domain=\(96,\) nodes=10: .*temporaries=8
# The rounds of a loop in the library are one task.
import numpy as np
a = np.linspace(0, 1, 100)
b = np.convolve(a, [1.0, 2.0, 3.0, 2.0, 1.0], 'valid')
print(b.sum() > 0)
