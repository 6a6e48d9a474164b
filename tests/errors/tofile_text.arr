# expect-arr: NotImplementedError: sep= (numbers as text) is not in arr: savetxt() and loadtxt()
import numpy as np
np.ones(2).tofile('/dev/null', sep=',')
