# expect: ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (2,3)  and requested shape (3,3)
import numpy as np
a = np.arange(6.).reshape(2, 3)
np.broadcast_to(a, (3, 3))
