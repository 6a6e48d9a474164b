# expect: TypeError: issubclass() arg 1 must be a class
import numpy as np
issubclass(1, int)
