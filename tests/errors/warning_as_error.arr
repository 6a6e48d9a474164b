# expect: RuntimeWarning: invalid value encountered in log
# cuda: skip, since floating-point errors are not raised there yet
import warnings
import numpy as np
warnings.simplefilter("error")
print(np.log(np.array([-1.0])))
