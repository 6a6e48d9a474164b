# expect: ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (2,5)->(2,newaxis,5) (2,3,4) 
import numpy as np
np.sum(np.ones((2, 3, 4)), axis=1, out=np.zeros((2, 5)))
