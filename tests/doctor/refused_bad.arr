# doctor: check
# What arr refuses: objects, ranks of another runtime; and a call for each element.
import numpy as np
from mpi4py import MPI  #: R108
a = np.zeros(3, dtype=object)  #: R107
print(np.vectorize(lambda v: v if v > 0 else 0.0)(a).sum())  #: R102
