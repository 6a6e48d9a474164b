# expect: ValueError: sign option must be one of ' ', '+', or '-'
import numpy as np
np.set_printoptions(sign="x")
