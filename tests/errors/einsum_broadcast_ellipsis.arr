# expect: ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (2,3)->(2,3,newaxis) (4,5)->(4,newaxis,5) 
import numpy as np
np.einsum('...i,...j', np.ones((2, 3)), np.ones((4, 5)))
