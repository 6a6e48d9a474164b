# nonzero() before an index.
import numpy as np
x = np.linspace(-1, 1, 11)
print(x[np.nonzero(x > 0)].sum())  #: R204
x[np.flatnonzero(x < 0)] = 0  #: R204
print(x.sum())
