# expect: ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (2,3)->(2,newaxis,3) (2,3)->(3,2) 
import numpy as np
np.einsum('ij,jk', np.ones((2, 3)), np.ones((2, 3)))
