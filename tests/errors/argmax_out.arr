# expect: TypeError: Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'safe'
import numpy as np
a = np.arange(6).reshape(2, 3)
np.argmax(a, axis=0, out=np.zeros(3))
