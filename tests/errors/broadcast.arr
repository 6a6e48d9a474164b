# expect: ValueError: operands could not be broadcast together with shapes (2,3) (4,5) 
import numpy as np
a = np.arange(6.).reshape(2, 3)
a + np.zeros((4, 5))
