# expect: ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (5,2,2,2)->(5,2,newaxis,newaxis) (3,2,1)->(3,newaxis,newaxis)  and requested shape (2,1)
import numpy as np
np.linalg.solve(np.ones((5, 2, 2, 2)), np.ones((3, 2, 1)))
