# A long array prints as its first and last three: six elements come to the host.
# plan: ^bytes_pulled 48$
# plan: ^pulls 1$
import numpy as np
a = np.arange(100000.) * 2
print(a)
