# expect: ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (3,2)->(3,2) (4,)->(4,newaxis) 
import numpy as np
np.einsum('ij->i', np.ones((3, 2)), out=np.zeros(4))
