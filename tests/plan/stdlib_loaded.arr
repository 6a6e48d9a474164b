# plan: ^library_files 1$
# A file of the library is compiled when the first of its functions is called.
import numpy as np
print(np.ptp([1, 5]), np.std([1, 2, 3, 6]))
f = np.nansum
