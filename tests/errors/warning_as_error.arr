# expect: RuntimeWarning: invalid value encountered in log
import warnings
import numpy as np
warnings.simplefilter("error")
print(np.log(np.array([-1.0])))
