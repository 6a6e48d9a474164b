# Printing three elements brings three elements to the host, whatever the size.
# plan: ^bytes_pulled 24$
# plan: ^pulls 1$
# plan: ^pulls_print 1$
import numpy as np
a = np.arange(100000.) * 2
print(a[:3])
